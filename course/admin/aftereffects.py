"""`/admin/aftereffects`: whether activities about distress leave people worse."""

from flask.typing import ResponseReturnValue

from course import aftereffects, catalogue, clock, language, pages


def see_aftereffects() -> ResponseReturnValue:
    chosen, written = language.choose(), catalogue.current().written
    found = [
        (definition.title_in(chosen) if (definition := written.definition(one.activity)) else one.activity, one)
        for one in aftereffects.counted(clock.now())
    ]
    return pages.render(
        "admin/see_aftereffects.html",
        rows=found,
        fewest=aftereffects.FEWEST_SHOWN,
        months=aftereffects.MONTHS,
        most_percent=round(aftereffects.MOST_WORSE * 100),
    )

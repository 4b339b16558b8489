"""The #ThinkTwice pledge: an if-then plan, private, changeable, removable."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from course import clock, language, pages, plans, pledges, signatures


class PlanForm(plans.PickedOrWritten):
    obstacle = plans.written(_l("What might get in the way? (optional)"))
    way_round = plans.written(_l("Then I will … (optional)"))

    def as_plan(self) -> pledges.Plan:
        plan = self.plan((self.obstacle.data or "").strip(), (self.way_round.data or "").strip())
        if plan is None:
            raise AssertionError("asked only of a form that was validated")
        return plan


def make_plan() -> ResponseReturnValue:
    kept = pledges.find_own(current_user.id)
    form = PlanForm(data=_as_form(kept)) if kept else PlanForm()
    if form.validate_on_submit():
        pledges.keep(current_user.id, form.as_plan(), language=language.choose(), now=clock.now())
        flash(_("Your plan is saved. Only you can see it."), "good")
        return redirect(url_for("student.make_plan"))
    due = signatures.check_backs_due(current_user.id, clock.now())
    page = pages.render("student/make_plan.html", form=form, kept=kept, due=due)
    return page, 422 if form.is_submitted() else 200


def remove_plan() -> ResponseReturnValue:
    pledges.remove(current_user.id)
    flash(_("Your plan is removed."), "good")
    return redirect(url_for("student.make_plan"))


def _as_form(plan: pledges.Plan) -> dict[str, str]:
    """A kept plan in the form again; a ready sentence is found as such only in the language it was picked in."""
    situation, own_situation = plans.find(plan.situation, plans.SITUATIONS)
    action, own_action = plans.find(plan.action, plans.ACTIONS)
    return {
        "situation": situation,
        "own_situation": own_situation,
        "action": action,
        "own_action": own_action,
        "obstacle": plan.obstacle,
        "way_round": plan.way_round,
    }

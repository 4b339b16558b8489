"""Draws badge.png from badge.svg: `python -m certificates.picture` after the drawing was changed.

Wallets want a PNG, and a site should not have to draw the one that never changes.
"""

from io import BytesIO

from certificates.baking import BADGE_PICTURES
from certificates.press import drawing_alone

SIDE_PIXELS = 600  # wallets ask for at least 400

_PAGE = (
    "<style>@page{{size:{side}px;margin:0}}body{{margin:0}}img{{display:block;width:{side}px}}</style>"
    "<img alt='' src='{picture}'>"
)
_POINTS_PER_PIXEL = 0.75


def main() -> None:
    BADGE_PICTURES["png"].write_bytes(_drawn())


def _drawn() -> bytes:
    """badge.svg as a PNG of 600 pixels on each side, transparent around the seal."""
    # Only who changes the drawing needs them.
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415
    import weasyprint  # noqa: PLC0415

    page = _PAGE.format(side=SIDE_PIXELS, picture=BADGE_PICTURES["svg"].as_uri())
    with drawing_alone():
        pdf = weasyprint.HTML(string=page).write_pdf()
    document = pypdfium2.PdfDocument(pdf)
    bitmap = document[0].render(scale=1 / _POINTS_PER_PIXEL, fill_color=(0, 0, 0, 0), rev_byteorder=True)
    picture = BytesIO()
    bitmap.to_pil().save(picture, "PNG", optimize=True)
    document.close()
    return picture.getvalue()


if __name__ == "__main__":
    main()

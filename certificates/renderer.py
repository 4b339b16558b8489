"""WeasyPrint behind a fence: it is loaded when it is needed, fetches nothing, and any warning of it is a failure."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from certificates.layers import Layer
from certificates.press import ADDRESS, drawing_alone
from certificates.typefaces import Face, faces_for, font_at, font_rules, no_other_fonts

_FOLDER = Path(__file__).parent

# Keeps the place of the QR code, which is drawn at the end.
_EMPTY_PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'

# Tagged for readers; that it is archival as well is added at the end, because WeasyPrint can make one of them alone.
VARIANT = "pdf/ua-1"

# So many sets of fonts are kept loaded; a certificate with a Latin name needs the text face alone.
_FONT_SETS = 8


class Renderer:
    """Lays out our own pages, with our own fonts. Keep one for the life of a process."""

    def __init__(self) -> None:
        with drawing_alone(), no_other_fonts():
            # WeasyPrint takes a second and 50 MB, which a process that never draws should not spend, and it
            # looks for fonts when it is imported.
            import cssselect2  # noqa: PLC0415
            import weasyprint  # noqa: PLC0415
            from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
            from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

            pictures = {path.name: path.read_bytes() for path in _FOLDER.glob("*.svg")} | {"empty.svg": _EMPTY_PICTURE}

            class FromFolder(URLFetcher):  # type: ignore[misc]
                """Answers for our own pictures and fonts; any other address is a failure."""

                def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
                    if url.removeprefix(ADDRESS) in pictures:
                        picture = pictures[url.removeprefix(ADDRESS)]
                        return URLFetcherResponse(url, picture, {"Content-Type": "image/svg+xml"})
                    if font := font_at(url):
                        return URLFetcherResponse(url, font, {"Content-Type": "font/sfnt"})
                    raise ValueError(f"A certificate fetches nothing, but was asked for {url}.")

            class Page(weasyprint.HTML):  # type: ignore[misc]
                """A page of our own writing, which is well-formed: as XML it is read in a tenth of the time."""

                def __init__(self, text: str, fetcher: Any) -> None:
                    root = ElementTree.fromstring(text)  # noqa: S314 - from our template, which escapes all it is given
                    self.base_url, self.url_fetcher, self.media_type = ADDRESS, fetcher, "print"
                    self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
                    self.etree_element = root

                def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
                    """None of the 150 rules for any page: basic.css says all that ours needs, an eighth faster."""
                    return []

            self._weasyprint, self._page = weasyprint, Page
            self._fetcher = FromFolder()
            self._new_fonts = FontConfiguration
            self._basic = (_FOLDER / "basic.css").read_text("utf-8")
        self._fonts = lru_cache(maxsize=_FONT_SETS)(self._load_fonts)

    def stylesheet(self, name: str) -> Any:
        """A stylesheet of this folder, with the rules that every page of ours needs before it."""
        with drawing_alone():
            return self._read_styles(self._basic + (_FOLDER / name).read_text("utf-8"))

    def lay_out(self, page: str, stylesheet: Any, faces: frozenset[Face]) -> Any:
        """WeasyPrint's document of a well-formed page. Only within `drawing_alone`, as long as it is used."""
        html = self._page(page, self._fetcher)
        return html.render(stylesheets=[stylesheet], font_config=self._fonts(faces), pdf_variant=VARIANT)

    def layer(self, picture: str, size: str) -> Layer:
        """A picture of this folder on a page of that size, drawn once to be laid under every page."""
        with drawing_alone():
            styles = f"html, body, img {{ display: block }} @page {{ size: {size}; margin: 0 }}"
            page = self._page(f'<html lang="en"><body><img src="{picture}" alt=""/></body></html>', self._fetcher)
            fonts = self._fonts(frozenset(faces_for("")))
            return Layer.of(page.render(stylesheets=[self._read_styles(styles)], font_config=fonts))

    def _load_fonts(self, faces: frozenset[Face]) -> Any:
        """Only the fonts that a certificate needs: most need one family, and the large ones take a while."""
        with no_other_fonts():
            fonts = self._new_fonts()
        self._read_styles(font_rules(sorted(faces, key=lambda face: face.family)), fonts)
        return fonts

    def _read_styles(self, styles: str, fonts: Any = None) -> Any:
        return self._weasyprint.CSS(string=styles, font_config=fonts, url_fetcher=self._fetcher, base_url=ADDRESS)

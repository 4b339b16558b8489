"""The empty field that waits for the issuer's signature, in its place in the structure of the page."""

import pydyf

from certificates.objects import added, elements, page_of, resolve, typed

FIELD_NAME = "Issuer"

# ISO 19005-3 wants every annotation printable; locked, so that no viewer moves it.
_PRINTED_AND_LOCKED = 4 + 128


def prepare_field(pdf: pydyf.PDF, says: str) -> None:
    """Add the field, which shows nothing; `says` is what a screen reader calls it.

    It is there before the signature, so that signing fills it and changes no tags. Its box is empty: a field without
    an appearance may have no other.
    """
    page = page_of(pdf)
    (structure,) = typed(pdf, "/StructTreeRoot")
    parents = resolve(pdf, structure["ParentTree"])["Nums"]
    key = max(parents[::2]) + 1
    widget = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(FIELD_NAME),
            "TU": pydyf.String(says),
            "F": _PRINTED_AND_LOCKED,
            "Rect": pydyf.Array([0, 0, 0, 0]),
            "P": page.reference,
            "StructParent": key,
        }
    )
    field = added(pdf, widget)
    page.setdefault("Annots", pydyf.Array()).append(field)
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([field])})

    document = next(elements(pdf, "/Document"))
    place = pydyf.Dictionary({"Type": "/OBJR", "Obj": field, "Pg": page.reference})
    form = {"Type": "/StructElem", "S": "/Form", "P": document.reference, "Pg": page.reference}
    element = added(pdf, pydyf.Dictionary({**form, "K": pydyf.Array([place])}))
    document["K"].append(element)
    parents.extend((key, element))

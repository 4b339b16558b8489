"""Makes a drawn PDF fit for an archive: the files that it encloses, and what it claims to be."""

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import pydyf

from certificates.objects import added, resolve, typed

# WeasyPrint claims PDF/UA-1; the rest is said here, as it can claim one of the two alone. PDF/A knows the properties of
# its own schema; that of PDF/UA has to be described.
_CLAIMS = b"""
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="A"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Which part of ISO 14289 the file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_END = b"</rdf:RDF>"
_PRINTED = 4  # the flag that ISO 19005-3 asks of every annotation


@dataclass(frozen=True)
class EnclosedFile:
    """A file inside the PDF; `relationship` is a word of ISO 19005-3, such as Source or Data."""

    name: str
    media_type: str
    relationship: str
    description: str
    content: bytes


def enclose(pdf: pydyf.PDF, enclosed: Iterable[EnclosedFile], day: date) -> None:
    """Enclose files, dated that day. Written here because WeasyPrint 70.0 lists each twice and guesses its type."""
    names, associated = pydyf.Array(), pydyf.Array()
    for file in sorted(enclosed, key=lambda file: file.name):
        reference = added(pdf, _file_specification(pdf, file, day))
        names.extend((pydyf.String(file.name), reference))
        associated.append(reference)
    tree = added(pdf, pydyf.Dictionary({"Names": names}))
    pdf.catalog["Names"] = pydyf.Dictionary({"EmbeddedFiles": tree})
    pdf.catalog["AF"] = associated


def _file_specification(pdf: pydyf.PDF, file: EnclosedFile, day: date) -> pydyf.Dictionary:
    parameters = {
        "Size": len(file.content),
        "CheckSum": f"<{hashlib.md5(file.content, usedforsecurity=False).hexdigest()}>",
        "ModDate": pydyf.String(f"D:{day:%Y%m%d}000000Z"),
    }
    media_type = "/" + file.media_type.replace("/", "#2f")
    properties = {"Type": "/EmbeddedFile", "Subtype": media_type, "Params": pydyf.Dictionary(parameters)}
    content = added(pdf, pydyf.Stream([file.content], properties, compress=True))
    return pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(file.name),
            "UF": pydyf.String(file.name),
            "Desc": pydyf.String(file.description),
            "AFRelationship": f"/{file.relationship}",
            "EF": pydyf.Dictionary({"F": content, "UF": content}),
        }
    )


def claim_archival(pdf: pydyf.PDF) -> None:
    """Claim PDF/A-3a, say what the colours mean and print the link.

    The claims stay uncompressed, so that the simplest tool finds them.
    """
    metadata = resolve(pdf, pdf.catalog["Metadata"])
    (packet,) = metadata.stream
    metadata.stream[:] = [packet.replace(_END, _CLAIMS + _END, 1)]
    metadata.compress = False
    profile = pydyf.Stream([_colour_profile()], {"N": 3, "Filter": "/FlateDecode"})
    intent = {
        "Type": "/OutputIntent",
        "S": "/GTS_PDFA1",
        "OutputConditionIdentifier": pydyf.String("sRGB"),
        "Info": pydyf.String("sRGB IEC61966-2.1"),
        "DestOutputProfile": added(pdf, profile),
    }
    pdf.catalog["OutputIntents"] = pydyf.Array([pydyf.Dictionary(intent)])
    for annotation in typed(pdf, "/Annot"):
        annotation.setdefault("F", _PRINTED)


@cache
def _colour_profile() -> bytes:
    """The sRGB profile that WeasyPrint brings, compressed. It would read the file each time, and leave it open."""
    return zlib.compress((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes(), 9)

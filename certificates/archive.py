"""Makes a drawn PDF fit for an archive: the files that it encloses, and what it claims to be."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pydyf

from certificates.objects import added, resolve

# PDF/A knows the properties of its own schema; any other, such as the one that claims PDF/UA, has to be described.
_UNIVERSAL_ACCESS = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
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


@dataclass(frozen=True)
class EnclosedFile:
    """A file inside the PDF; `relationship` is a word of ISO 19005-3, such as Source or Data."""

    name: str
    media_type: str
    relationship: str
    description: str
    content: bytes


def enclose(pdf: pydyf.PDF, files: Iterable[EnclosedFile], day: date) -> None:
    """Enclose files, dated that day. Written here because WeasyPrint 70.0 lists each twice and guesses its type."""
    names, associated = pydyf.Array(), pydyf.Array()
    for file in sorted(files, key=lambda file: file.name):
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


def claim_universal_access(pdf: pydyf.PDF) -> None:
    """Claim PDF/UA-1 beside the PDF/A-3a that WeasyPrint claims; it can write one of them alone.

    The claims stay uncompressed, so that the simplest tool finds them.
    """
    metadata = resolve(pdf, pdf.catalog["Metadata"])
    (packet,) = metadata.stream
    metadata.stream[:] = [packet.replace(_END, _UNIVERSAL_ACCESS + _END, 1)]
    metadata.compress = False

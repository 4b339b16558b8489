"""Puts a signature into a PDF with pyHanko 0.38, touching nothing else; `signing` is the door to it.

Its usual way costs several times as much: it loads the private key twice for each file and builds the signature through
a general library of ASN.1. It would also rewrite the metadata so that the PDF contradicts itself.
"""

from datetime import UTC, datetime
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import cms_embedder
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from certificates.hardware import HardwareProblem
from certificates.keyring import Keyring
from certificates.seals import Broken, check_seal, write_signature
from certificates.signing import FIELD, SigningFailed, Timestamper

_BYTES_BESIDE_CERTIFICATES = 1200
_BYTES_OF_A_TIMESTAMP = 12_000


def signed(keyring: Keyring, pdf: bytes, signed_at: datetime, timestamper: Timestamper | None) -> bytes:
    key = keyring.document
    reserved = _BYTES_BESIDE_CERTIFICATES + sum(map(len, key.chain.embedded()))
    reserved += 0 if timestamper is None else _BYTES_OF_A_TIMESTAMP
    try:
        embedding = cms_embedder.PdfCMSEmbedder().write_cms(FIELD, _QuietWriter(BytesIO(pdf)))
        next(embedding)
        embedding.send(
            cms_embedder.SigObjSetup(
                # In hexadecimal, two characters for each byte.
                SignatureObject(signed_at.astimezone(UTC), SigSeedSubFilter.PADES, bytes_reserved=2 * reserved),
                cms_embedder.SigMDPSetup("sha256", certify=True, docmdp_perms=MDPPerm.NO_CHANGES),
            )
        )
        prepared, output = embedding.send(cms_embedder.SigIOSetup("sha256"))
        embedding.send(write_signature(key.chain, key.sign, prepared.document_digest, timestamper))
        result: bytes = output.getvalue()
        check_seal(result, [key.chain])
    except HardwareProblem as problem:
        raise SigningFailed(str(problem)) from problem
    except (SigningError, PdfError, OSError, ValueError) as problem:
        raise SigningFailed(f"The PDF cannot be signed: {problem}") from problem
    except Broken as problem:
        raise SigningFailed(f"The signature would not be found genuine. {problem}") from problem
    return result


class _QuietWriter(IncrementalPdfFileWriter):
    """Appends the signature and nothing else: who made the document, and when, stays as it was drawn."""

    def _update_meta(self) -> None:
        pass

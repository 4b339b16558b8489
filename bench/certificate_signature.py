"""What a signature costs, what looking at a file costs, and whether one flipped bit of ten thousand passes for genuine.

The signature is measured against pyHanko's own signer, with the same key on the same file, and against drawing it.
"""

import asyncio
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.keys import load_private_key_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

import certificates
from bench.measuring import figures, report
from certificates.samples import SAMPLES
from certificates.seals import Broken, check_seal

ROUNDS = 100
FLIPS = 10_000
CLAIMS = SAMPLES["latin-en"]
AIM_MS = 16.0


def cpu_milliseconds(work: Callable[[], object]) -> list[float]:
    work()
    taken = []
    for _round in range(ROUNDS):
        started = time.process_time()
        work()
        taken.append((time.process_time() - started) * 1000)
    return taken


def as_pyhanko_signs(folder: Path, pdf: bytes) -> Callable[[], object]:
    chain = certificates.open_keyring(folder).document.chain
    key: keys.PrivateKeyInfo = load_private_key_from_pemder(str(next(folder.glob("document-*.key.pem"))), None)
    certificate = asn1_x509.Certificate.load(chain.signer.public_bytes(Encoding.DER))
    signer = signers.SimpleSigner(certificate, key, SimpleCertificateStore())
    meta = signers.PdfSignatureMetadata(
        field_name="Issuer",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        md_algorithm="sha256",
    )
    return lambda: asyncio.run(
        signers.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), meta, signer, bytes_reserved=9000)
    )


def passed_flips(signed: bytes, trusted: tuple[certificates.CertificateChain, ...]) -> int:
    passed = 0
    for bit in random.Random(1).sample(range(len(signed) * 8), FLIPS):
        flipped = bytearray(signed)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            check_seal(bytes(flipped), trusted)
        except Broken:
            continue
        passed += 1
    return passed


def children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def examine_apart(signed: bytes, trusted: tuple[certificates.CertificateChain, ...]) -> dict[str, dict[str, float]]:
    wall, cpu = [], []
    for _round in range(20):
        started, cpu_started = time.perf_counter(), children_cpu()
        if certificates.examine_apart(signed, trusted).kind is not certificates.Kind.SIGNED_HERE:
            raise SystemExit("A genuine certificate was not found genuine.")
        wall.append((time.perf_counter() - started) * 1000)
        cpu.append((children_cpu() - cpu_started) * 1000)
    return {"examine an upload, ms": figures(wall), "of it CPU of its process, ms": figures(cpu)}


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "keys"
        certificates.make_keys(folder, "Universiti Contoh Malaysia", datetime.now(UTC))
        keyring = certificates.open_keyring(folder)
        drawer, now = certificates.Drawer(), datetime.now(UTC)
        pdf = drawer.draw(CLAIMS)
        signed = certificates.sign_pdf(keyring, pdf, now)
        trusted = keyring.document_certificates
        ours = cpu_milliseconds(lambda: certificates.sign_pdf(keyring, pdf, now))
        theirs = cpu_milliseconds(as_pyhanko_signs(folder, pdf))
        drawing = cpu_milliseconds(lambda: drawer.draw(CLAIMS))
        report(
            "certificate_signature",
            {
                "what": "sign one certificate with P-256 and look at it again; CPU in ms",
                "sign": {**figures(ours), "aim": AIM_MS, "within": statistics.median(ours) <= AIM_MS},
                "sign with pyHanko's own signer": figures(theirs),
                "theirs / ours": round(statistics.median(theirs) / statistics.median(ours), 2),
                "draw": figures(drawing),
                "sign / draw": round(statistics.median(ours) / statistics.median(drawing), 3),
                "bytes added": len(signed) - len(pdf),
                "check the seal": figures(cpu_milliseconds(lambda: check_seal(signed, trusted))),
                **examine_apart(signed, trusted),
                "flipped bits": {"tried": FLIPS, "passed for genuine": passed_flips(signed, trusted)},
            },
        )


if __name__ == "__main__":
    main()

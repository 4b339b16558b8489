"""The certificates by which a signature is recognised."""

from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding


@dataclass(frozen=True)
class CertificateChain:
    """The certificate of a key that signs, and the certificates above it, nearest first."""

    signer: x509.Certificate
    issuers: tuple[x509.Certificate, ...]

    def embedded(self) -> list[bytes]:
        """What a signature brings with it, as DER in its order: all but a root, which who trusts it has already."""
        above = [issuer for issuer in self.issuers if issuer.issuer != issuer.subject]
        return sorted(certificate.public_bytes(Encoding.DER) for certificate in (self.signer, *above))

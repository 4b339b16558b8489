"""A private key that stays in its hardware and is asked to sign over PKCS#11."""

import hashlib
import importlib
import os
import threading
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature


class HardwareProblem(Exception):
    """The hardware cannot be asked, or does not sign; the message is a sentence for the operator."""


@dataclass
class HardwareKey:
    """A key in a token. It is opened at the first signature, and again in a process that was forked from another."""

    module: str
    token: str
    key: str
    pin_environment: str
    is_rsa: bool
    _opened: Any = field(default=None, init=False, repr=False)
    _opened_in: int = field(default=0, init=False, repr=False)
    _locked_out: str = field(default="", init=False, repr=False)
    # A session of PKCS#11 does one thing at a time.
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def sign(self, message: bytes) -> bytes:
        """The signature of a message with SHA-256: ECDSA as DER, or RSA PKCS#1 v1.5. Raises HardwareProblem."""
        pkcs11 = _library()
        with self._one_at_a_time:
            if self._locked_out:
                raise HardwareProblem(self._locked_out)
            try:
                if self._opened_in != os.getpid():
                    self._opened, self._opened_in = self._open(pkcs11), os.getpid()
                if self.is_rsa:
                    return bytes(self._opened.sign(message, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))
                # Few tokens hash for ECDSA, all of them sign a digest.
                digest = hashlib.sha256(message).digest()
                return _as_der(bytes(self._opened.sign(digest, mechanism=pkcs11.Mechanism.ECDSA)))
            except (pkcs11.exceptions.PinIncorrect, pkcs11.exceptions.PinLocked) as problem:
                # Asking again and again, as a worker does, would lock the token for good.
                self._locked_out = f"The token {self.token!r} refuses the PIN in {self.pin_environment}."
                raise HardwareProblem(self._locked_out) from problem
            except pkcs11.exceptions.PKCS11Error as problem:
                self._opened_in = 0  # a token that was taken out and put back wants a new session
                raise HardwareProblem(
                    f"The token {self.token!r} does not sign: {type(problem).__name__} {problem}".rstrip() + "."
                ) from problem

    def _open(self, pkcs11: Any) -> Any:
        pin = os.environ.get(self.pin_environment)
        if not pin:
            raise HardwareProblem(
                f"The PIN of the token {self.token!r} is missing: set the environment variable {self.pin_environment}."
            )
        try:
            token = pkcs11.lib(self.module).get_token(token_label=self.token)
        except RuntimeError as problem:  # what python-pkcs11 says when the maker's library does not load
            raise HardwareProblem(f"The library {self.module} cannot be loaded: {problem}.") from problem
        try:
            session = token.open(user_pin=pin)
        except pkcs11.exceptions.UserAlreadyLoggedIn:
            session = token.open()  # one log-in counts for the whole process, and for those that are forked from it
        return session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=self.key)


def _library() -> Any:
    """python-pkcs11, which only a site whose key is in hardware has installed."""
    try:
        importlib.import_module("pkcs11.exceptions")
        return importlib.import_module("pkcs11")
    except ImportError as problem:
        raise HardwareProblem(
            "The key is in hardware, which needs one more package: pip install python-pkcs11."
        ) from problem


def _as_der(signature: bytes) -> bytes:
    """PKCS#11 writes an ECDSA signature as two numbers of equal length, everybody else as DER."""
    half = len(signature) // 2
    return encode_dss_signature(int.from_bytes(signature[:half]), int.from_bytes(signature[half:]))

"""The keys of a site: made once and whole, renewed without losing what they signed, bought or kept in hardware."""

import hashlib
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat
from joserfc import jwt

from certificates import keyring as keyrings
from certificates.hardware import HardwareProblem
from certificates.keyring import (
    Keyring,
    KeyringExists,
    KeyringProblem,
    is_made_here,
    make_keys,
    open_keyring,
    read_document_certificates,
    rotate_keys,
)
from tests.certificates.papers import NOON, Certified, certified, name_in_settings, sign_with

CAMPUS = "Universiti Contoh Malaysia"


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A keyring of its own for each test; copying one is quicker than finding new primes."""
    return shutil.copytree(made, tmp_path / "keys")


def signs(keyring: Keyring) -> bool:
    """Whether the document key makes signatures that its certificate confirms."""
    signature, public = keyring.document.sign(b"a message"), keyring.document.chain.signer.public_key()
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, b"a message", padding.PKCS1v15(), hashes.SHA256())
        else:
            assert isinstance(public, ec.EllipticCurvePublicKey)
            public.verify(signature, b"a message", ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


# --- made -------------------------------------------------------------------------------------------------------------


def test_a_new_keyring_signs_documents_and_badges(folder: Path) -> None:
    keyring = open_keyring(folder)

    token = jwt.encode({"alg": "RS256"}, {"a": 1}, keyring.badge)

    assert signs(keyring)
    assert jwt.decode(token, keyring.badge_keys[str(keyring.badge.kid)]).claims == {"a": 1}
    assert keyring.badge.kid == keyring.badge.thumbprint()
    assert not any(key.is_private for key in keyring.badge_keys.values())


def test_the_certificates_say_whose_they_are_for_how_long_and_for_what(folder: Path) -> None:
    chain = open_keyring(folder).document.chain
    (root,) = chain.issuers

    assert chain.signer.subject.rfc4514_string() == f"CN={CAMPUS} certificates,O={CAMPUS}"
    assert root.subject.rfc4514_string() == f"CN={CAMPUS} authority,O={CAMPUS}"
    assert (chain.signer.not_valid_after_utc - NOON).days // 365 == 5
    assert (root.not_valid_after_utc - NOON).days // 365 == 20
    assert chain.signer.not_valid_before_utc < NOON
    usage = chain.signer.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    chain.signer.verify_directly_issued_by(root)


def test_only_the_owner_may_read_the_keys(tmp_path: Path) -> None:
    previous = os.umask(0)
    try:
        make_keys(tmp_path / "keys", CAMPUS, NOON)
    finally:
        os.umask(previous)

    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "keys").iterdir()} == {0o600}


def test_keys_are_never_made_over_others(folder: Path) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}

    with pytest.raises(KeyringExists, match="exists already"):
        make_keys(folder, CAMPUS, NOON)

    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_an_empty_folder_and_a_long_name_will_do(tmp_path: Path) -> None:
    make_keys(tmp_path, "Fakulti " * 20, NOON)

    assert signs(open_keyring(tmp_path))


def test_processes_that_start_at_once_end_with_one_keyring(tmp_path: Path) -> None:
    def make(_process: int) -> bool:
        try:
            make_keys(tmp_path / "keys", CAMPUS, NOON)
        except KeyringExists:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(make, range(4)))

    assert made.count(True) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]
    assert len(read_document_certificates(tmp_path / "keys")) == 1
    assert signs(open_keyring(tmp_path / "keys"))


def test_keys_that_are_made_by_another_process_meanwhile_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_badge_key = keyrings._make_badge_key

    def another_is_quicker(unfinished: Path) -> str:
        (tmp_path / "keys").mkdir()
        (tmp_path / "keys" / "theirs").touch()
        return make_badge_key(unfinished)

    monkeypatch.setattr(keyrings, "_make_badge_key", another_is_quicker)

    with pytest.raises(KeyringExists, match="another process"):
        make_keys(tmp_path / "keys", CAMPUS, NOON)

    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["theirs"]


def test_a_process_that_dies_while_making_keys_leaves_no_half_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(_folder: Path) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(keyrings, "_make_badge_key", dies)

    with pytest.raises(KeyboardInterrupt):
        make_keys(tmp_path / "keys", CAMPUS, NOON)

    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keyrings, "_write", full)

    with pytest.raises(KeyringProblem, match="cannot be written: No space left"):
        make_keys(tmp_path / "keys", CAMPUS, NOON)


@pytest.mark.parametrize("organisation", ["", "  ", "Uni\x00versiti"])
def test_keys_belong_to_somebody(tmp_path: Path, organisation: str) -> None:
    with pytest.raises(KeyringProblem, match="whose keys"):
        make_keys(tmp_path / "keys", organisation, NOON)

    assert list(tmp_path.iterdir()) == []


# --- renewed ----------------------------------------------------------------------------------------------------------


def test_after_a_rotation_new_keys_sign_and_the_old_ones_are_still_known(folder: Path) -> None:
    before = open_keyring(folder)

    rotate_keys(folder, CAMPUS, NOON + timedelta(days=300))

    after = open_keyring(folder)
    assert signs(after)
    assert after.document.chain.signer != before.document.chain.signer
    assert [chain.signer for chain in after.document_certificates] == [
        after.document.chain.signer,
        before.document.chain.signer,
    ]
    assert set(after.badge_keys) == {before.badge.kid, after.badge.kid}
    assert after.document.chain.issuers == before.document.chain.issuers  # one authority to trust


def test_a_rotation_deletes_the_old_private_keys(folder: Path) -> None:
    private = {file.read_bytes() for file in folder.glob("*.key.pem") if file.name != "authority.key.pem"}

    rotate_keys(folder, CAMPUS, NOON)

    left = {file.read_bytes() for file in folder.glob("*.key.pem")}
    assert len(private) == 2
    assert len(left) == 3
    assert not private & left


def test_an_authority_near_its_end_is_replaced(folder: Path) -> None:
    rotate_keys(folder, CAMPUS, NOON + timedelta(days=16 * 365))

    new, old = read_document_certificates(folder)
    assert new.issuers != old.issuers
    assert is_made_here(folder)


def test_without_its_authority_key_the_document_key_stays(folder: Path) -> None:
    before = open_keyring(folder)
    (folder / "authority.key.pem").unlink()  # kept elsewhere, as the careful do

    rotate_keys(folder, CAMPUS, NOON)

    after = open_keyring(folder)
    assert after.document.chain == before.document.chain
    assert after.badge.kid != before.badge.kid


def test_rotations_at_once_leave_a_keyring_that_is_whole(folder: Path) -> None:
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda _: rotate_keys(folder, CAMPUS, NOON), range(3)))

    assert signs(open_keyring(folder))
    assert len(read_document_certificates(folder)) == 4
    assert len(open_keyring(folder).badge_keys) == 4


def test_a_rotation_that_dies_half_way_has_changed_nothing_that_signs(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = open_keyring(folder)

    def dies(_path: Path, _content: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(keyrings, "_replace", dies)
    with pytest.raises(KeyboardInterrupt):
        rotate_keys(folder, CAMPUS, NOON)

    after = open_keyring(folder)
    assert (after.document.chain, after.badge.kid) == (before.document.chain, before.badge.kid)
    assert signs(after)


# --- bought -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make_key",
    [
        lambda: rsa.generate_private_key(public_exponent=65537, key_size=3072),
        lambda: ec.generate_private_key(ec.SECP384R1()),
    ],
    ids=["RSA", "P-384"],
)
def test_a_bought_key_signs_and_the_old_chain_stays_known(
    folder: Path, make_key: Callable[[], rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey]
) -> None:
    made_here = open_keyring(folder).document.chain
    between = certified("Intermediate", by=certified("Root"))

    sign_with(folder, certified("Campus", make_key(), by=between))

    keyring = open_keyring(folder)
    assert signs(keyring)
    assert [len(chain.issuers) for chain in keyring.document_certificates] == [2, 1]
    assert keyring.document_certificates[1] == made_here


def test_a_bought_key_is_not_rotated_away_but_the_badge_key_is(folder: Path) -> None:
    sign_with(folder, certified("Campus"))
    before = open_keyring(folder)
    (folder / f"badge-{before.badge.kid}.pub.pem").unlink()  # as when the key was put in by hand

    rotate_keys(folder, CAMPUS, NOON)

    after = open_keyring(folder)
    assert after.document.chain == before.document.chain
    assert signs(after)
    assert set(after.badge_keys) == {before.badge.kid, after.badge.kid}
    assert not is_made_here(folder)


# --- what is wrong with a keyring -------------------------------------------------------------------------------------


def spoil_settings(text: str) -> Callable[[Path], None]:
    return lambda folder: (folder / "keyring.toml").write_text(text, "utf-8") and None


def spoil(pattern: str, content: bytes) -> Callable[[Path], None]:
    return lambda folder: next(folder.glob(pattern)).write_bytes(content) and None


def lose(pattern: str) -> Callable[[Path], None]:
    return lambda folder: next(folder.glob(pattern)).unlink()


def with_another_key(folder: Path) -> None:
    sign_with(folder, Certified(ec.generate_private_key(ec.SECP256R1()), certified("Campus").certificates))


def with_a_chain_out_of_order(folder: Path) -> None:
    bought = certified("Campus", by=certified("Root"))
    sign_with(folder, Certified(bought.key, (*bought.certificates, bought.certificates[0])))


def with_a_short_key(folder: Path) -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - that is the point
    sign_with(folder, certified("Campus", short))


def with_a_key_behind_a_passphrase(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret"))
    next(folder.glob("document-*.key.pem")).write_bytes(locked)


def with_an_edwards_badge_key(folder: Path) -> None:
    pem = ed25519.Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    next(folder.glob("badge-*.key.pem")).write_bytes(pem)


@pytest.mark.parametrize(
    ("happens", "sentence"),
    [
        (lose("keyring.toml"), "There is no keyring in"),
        (lambda folder: (lose("keyring.toml")(folder), (folder / "keyring.toml").mkdir()), "cannot be read"),
        (spoil("keyring.toml", b"\xff"), "cannot be read"),
        (spoil_settings("[document"), "is not written in TOML"),
        (spoil_settings('[document]\nkind = "paper"'), "does not name the keys as it should: document"),
        (
            spoil_settings('[document]\nkind = "file"\nkey = "../k"\nchain = "c"\n[badge]\nkey = "b"'),
            "document.file.key",
        ),
        (lose("document-*.key.pem"), "cannot be read: No such file"),
        (lose("document-*.chain.pem"), "cannot be read: No such file"),
        (spoil("document-*.chain.pem", b"-----"), "holds no certificates in PEM form"),
        (spoil("document-*.key.pem", b"-----"), "holds no private key in PEM form"),
        (spoil("badge-*.key.pem", b"-----"), "holds no RSA key in PEM form"),
        (spoil("badge-*.pub.pem", b"-----"), "holds no RSA key in PEM form"),
        (with_another_key, "is not that of the key in"),
        (with_a_chain_out_of_order, "do not follow one another"),
        (with_a_short_key, "cannot sign here"),
        (with_a_key_behind_a_passphrase, "without a passphrase"),
        (with_an_edwards_badge_key, "holds no RSA key"),
    ],
)
def test_what_is_wrong_with_a_keyring_is_a_sentence(
    folder: Path, happens: Callable[[Path], object], sentence: str
) -> None:
    happens(folder)

    with pytest.raises(KeyringProblem, match=sentence):
        open_keyring(folder)


def test_a_spoilt_authority_key_is_said_before_anything_changes(folder: Path) -> None:
    before = sorted(file.name for file in folder.glob("document-*"))
    (folder / "authority.key.pem").write_bytes(b"-----")

    with pytest.raises(KeyringProblem, match=r"authority\.key\.pem holds no private key"):
        rotate_keys(folder, CAMPUS, NOON)

    assert sorted(file.name for file in folder.glob("document-*")) == before


def test_there_is_nothing_to_rotate_without_a_keyring(tmp_path: Path) -> None:
    with pytest.raises(KeyringProblem, match="There is no keyring"):
        rotate_keys(tmp_path / "keys", CAMPUS, NOON)


# --- in hardware ------------------------------------------------------------------------------------------------------


class Pkcs11Error(Exception):
    pass


class PinIncorrect(Pkcs11Error):
    pass


class UserAlreadyLoggedIn(Pkcs11Error):
    pass


class Token:
    """What python-pkcs11 does with a token, as far as it was seen doing it with SoftHSM."""

    def __init__(self, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> None:
        self.key = key
        self.log_ins: list[str | None] = []
        self.is_unplugged = False

    def open(self, user_pin: str | None = None) -> "Token":
        self.log_ins.append(user_pin)
        if user_pin not in (None, "1234"):
            raise PinIncorrect
        if user_pin and self.log_ins.count("1234") > 1:
            raise UserAlreadyLoggedIn
        return self

    def get_key(self, object_class: str, label: str) -> "Token":
        assert (object_class, label) == ("private key", "certificates")
        return self

    def sign(self, data: bytes, mechanism: str) -> bytes:
        if self.is_unplugged:
            raise Pkcs11Error("no token")
        if isinstance(self.key, rsa.RSAPrivateKey):
            assert mechanism == "sha256-rsa"
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        assert mechanism == "ecdsa"
        assert len(data) == hashlib.sha256().digest_size
        r, s = decode_dss_signature(self.key.sign(data, ec.ECDSA(Prehashed(hashes.SHA256()))))
        return r.to_bytes(32) + s.to_bytes(32)


@pytest.fixture(params=["EC", "RSA"])
def token(request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Token:
    """A token that holds the key which the keyring names, and the library that speaks to it."""
    is_rsa = request.param == "RSA"
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048) if is_rsa else None
    bought = certified("Campus", key)
    (folder / "document-bought.chain.pem").write_bytes(bought.chain_pem)
    name_in_settings(
        folder,
        '[document]\nkind = "pkcs11"\nmodule = "/lib/maker.so"\ntoken = "campus"\nkey = "certificates"\n'
        'pin_environment = "KEYRING_PIN"\n',
    )
    token = Token(bought.key)

    def get_token(token_label: str) -> Token:
        assert token_label == "campus"
        return token

    def lib(module: str) -> SimpleNamespace:
        if module != "/lib/maker.so":
            raise RuntimeError("cannot open shared object file")
        return SimpleNamespace(get_token=get_token)

    library, exceptions = ModuleType("pkcs11"), ModuleType("pkcs11.exceptions")
    exceptions.__dict__.update(
        PKCS11Error=Pkcs11Error,
        PinIncorrect=PinIncorrect,
        PinLocked=PinIncorrect,
        UserAlreadyLoggedIn=UserAlreadyLoggedIn,
    )
    library.__dict__.update(
        lib=lib,
        exceptions=exceptions,
        ObjectClass=SimpleNamespace(PRIVATE_KEY="private key"),
        Mechanism=SimpleNamespace(ECDSA="ecdsa", SHA256_RSA_PKCS="sha256-rsa"),
    )
    monkeypatch.setitem(sys.modules, "pkcs11", library)
    monkeypatch.setitem(sys.modules, "pkcs11.exceptions", exceptions)
    monkeypatch.setenv("KEYRING_PIN", "1234")
    return token


def test_a_key_in_hardware_signs_after_one_log_in(folder: Path, token: Token) -> None:
    keyring = open_keyring(folder)

    assert token.log_ins == []
    assert signs(keyring)
    assert signs(keyring)
    assert token.log_ins == ["1234"]


def test_a_second_keyring_shares_the_log_in_of_the_process(folder: Path, token: Token) -> None:
    assert signs(open_keyring(folder))
    assert signs(open_keyring(folder))
    assert token.log_ins == ["1234", "1234", None]


def test_a_token_that_comes_back_is_opened_again(folder: Path, token: Token) -> None:
    keyring = open_keyring(folder)
    assert signs(keyring)
    token.is_unplugged = True
    with pytest.raises(HardwareProblem, match=r"'campus' does not sign: Pkcs11Error no token\."):
        keyring.document.sign(b"a message")

    token.is_unplugged = False

    assert signs(keyring)


def test_a_wrong_pin_is_tried_once_lest_the_token_locks_itself(
    folder: Path, token: Token, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEYRING_PIN", "9999")
    keyring = open_keyring(folder)

    for _try in range(3):
        with pytest.raises(HardwareProblem, match="refuses the PIN in KEYRING_PIN"):
            keyring.document.sign(b"a message")

    assert token.log_ins == ["9999"]


def test_a_missing_pin_is_asked_for(folder: Path, token: Token, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KEYRING_PIN")

    with pytest.raises(HardwareProblem, match="set the environment variable KEYRING_PIN"):
        open_keyring(folder).document.sign(b"a message")

    assert token.log_ins == []


def test_a_missing_library_of_the_maker_is_said(folder: Path, token: Token) -> None:
    settings = folder / "keyring.toml"
    settings.write_text(settings.read_text("utf-8").replace("maker.so", "mislaid.so"), "utf-8")

    with pytest.raises(HardwareProblem, match=r"mislaid\.so cannot be loaded: cannot open shared object file"):
        open_keyring(folder).document.sign(b"a message")

    assert token.log_ins == []


def test_a_missing_package_is_said(folder: Path, token: Token, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    monkeypatch.setitem(sys.modules, "pkcs11.exceptions", None)

    with pytest.raises(HardwareProblem, match="pip install python-pkcs11"):
        open_keyring(folder).document.sign(b"a message")

    assert token.log_ins == []


def test_hardware_certified_for_a_key_that_cannot_sign_here_is_refused(folder: Path, token: Token) -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    name = x509.Name([])
    certificate = x509.CertificateBuilder(name, name, key.public_key(), 1, NOON, NOON + timedelta(days=1)).sign(
        key, None
    )
    (folder / "document-bought.chain.pem").write_bytes(certificate.public_bytes(Encoding.PEM))

    with pytest.raises(KeyringProblem, match="take EC or RSA"):
        open_keyring(folder)


# --- from a terminal --------------------------------------------------------------------------------------------------


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "certificates", *map(str, arguments)], capture_output=True, check=False, encoding="utf-8"
    )


def test_keys_are_made_and_renewed_from_a_terminal(tmp_path: Path) -> None:
    made = run("make-keys", tmp_path / "keys", "--organisation", CAMPUS)
    again = run("make-keys", tmp_path / "keys", "--organisation", CAMPUS)
    rotated = run("rotate-keys", tmp_path / "keys", "--organisation", CAMPUS)
    sign_with(tmp_path / "keys", certified("Campus"))
    bought = run("rotate-keys", tmp_path / "keys", "--organisation", CAMPUS)

    assert (made.returncode, again.returncode, rotated.returncode, bought.returncode) == (0, 1, 0, 0)
    assert again.stderr == f"{tmp_path / 'keys'} exists already. It may hold keys, so it is left as it is.\n"
    assert "Make a new copy of the folder" in rotated.stdout
    assert "Only the badge key is new" not in rotated.stdout
    assert "Only the badge key is new" in bought.stdout
    assert len(read_document_certificates(tmp_path / "keys")) == 3

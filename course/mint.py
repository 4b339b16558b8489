"""Makes what shows a certificate: the badge, and the drawn and signed PDF that encloses it. Slow to start: keep one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import certificates


@dataclass(frozen=True)
class Made:
    """A badge (a JWT) and the signed PDF."""

    badge: str
    pdf: bytes


class Mint:
    """Draws with typefaces that are loaded on the first drawing, since most web processes never draw."""

    def __init__(
        self,
        ring: Callable[[], certificates.Keyring],
        issuer: certificates.BadgeIssuer,
        timestamp_service: str = "",
    ) -> None:
        self._ring, self.issuer = ring, issuer
        self._timestamper = certificates.timestamp_service(timestamp_service) if timestamp_service else None
        self._drawer: certificates.Drawer | None = None

    def badge(self, claims: certificates.Claims, place: certificates.StatusPlace) -> str:
        return certificates.sign_badge(claims, issuer=self.issuer, key=self._ring().badge, status=place)

    def make(
        self, claims: certificates.Claims, place: certificates.StatusPlace, badge: str | None, now: datetime
    ) -> Made:
        """Everything for these claims. A badge that was signed before stays the one, whatever key signs today.

        Raises DrawingFailed, SigningFailed or KeyringProblem.
        """
        badge = badge or self.badge(claims, place)
        drawn = self._draws().draw(claims, badge)
        return Made(badge, certificates.sign_pdf(self._ring(), drawn, now, self._timestamper))

    def preview(self, claims: certificates.Claims, *, with_name: bool) -> bytes:
        """The picture that is shown where the certificate's address is shared, a PNG."""
        return self._draws().preview(claims, with_name=with_name)

    def get_ready(self) -> None:
        """Load what drawing needs, before a worker divides: its processes share the second and the memory it takes."""
        self._draws()

    def _draws(self) -> certificates.Drawer:
        self._drawer = self._drawer or certificates.Drawer()
        return self._drawer

"""What no test may do: speak to another machine, or send mail."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

import pytest

HERE = {"localhost", "", None}


class Forbidden(BaseException):
    """Not an Exception, so that no code under test can swallow it."""


@contextmanager
def no_network() -> Iterator[None]:
    """Only this machine's loopback addresses and Unix sockets can be reached inside the block."""
    patch = pytest.MonkeyPatch()
    connect, connect_ex, sendto = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto
    look_up = socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _refuse_elsewhere(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_elsewhere(self, address)
        return connect_ex(self, address)

    def guarded_sendto(self: socket.socket, data: Any, *rest: Any) -> int:
        _refuse_elsewhere(self, rest[-1])
        return sendto(self, data, *rest)

    def guarded_look_up(host: Any, *rest: Any, **options: Any) -> Any:
        _refuse_host(host)
        return look_up(host, *rest, **options)

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    patch.setattr(socket.socket, "sendto", guarded_sendto)
    patch.setattr(socket, "getaddrinfo", guarded_look_up)
    try:
        yield
    finally:
        patch.undo()


@contextmanager
def no_mail() -> Iterator[None]:
    """No mail server is ever spoken to inside the block, not even one on this machine."""
    patch = pytest.MonkeyPatch()

    def refuse(*_arguments: Any, **_options: Any) -> None:
        raise Forbidden("A test tried to send mail. Leave MAIL_SERVER empty and read the files in MAIL_FOLDER.")

    patch.setattr("smtplib.SMTP.__init__", refuse)
    try:
        yield
    finally:
        patch.undo()


def _refuse_elsewhere(speaker: socket.socket, address: Any) -> None:
    if speaker.family in {socket.AF_INET, socket.AF_INET6}:
        _refuse_host(address[0])


def _refuse_host(host: Any) -> None:
    host = host.decode() if isinstance(host, bytes) else host
    if host in HERE:
        return
    try:
        here = ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        here = False
    if not here:
        raise Forbidden(f"A test tried to reach {host}.")

"""Processes killed in the middle: whatever the site has said stays true, and every certificate is there once."""

import pytest
from flask import Flask

from bench import certificate_kills

STUDENTS = 4


@pytest.mark.slow
def test_certificates_outlive_killed_web_and_worker_processes(own_app: Flask) -> None:
    told = certificate_kills.run(own_app, STUDENTS, seed=5)

    counted = ("acknowledged", "certificates", "holders", "genuine")
    assert {name: told[name] for name in counted} == dict.fromkeys(counted, STUDENTS), told
    assert sum(told["killed"].values()) > 0

"""Answers for machines that watch the site."""

from flask import jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from course.extensions import db


def answer_healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


def answer_readyz() -> ResponseReturnValue:
    """The process can reach its database."""
    try:
        with db.reading() as connection:
            connection.execute(text("select 1"))
    except SQLAlchemyError:
        return jsonify(status="database unreachable"), 503
    return jsonify(status="ok")

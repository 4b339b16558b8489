"""What is answered: quizzes and activities as data, drawn, shown, read, scored and explained. No web, no database."""

from quizzes.answering import NoAlternative, NotAnOption, NotDrawn, OutOfOrder, Refusal, Response
from quizzes.bank import Bank, check_bank, load_bank
from quizzes.checking import BrokenContent, Problem
from quizzes.definitions import Misconception, Mode
from quizzes.drawing import draw
from quizzes.kinds import Definition
from quizzes.kinds.feed_spotting.definition import FeedSpotting, Post
from quizzes.kinds.private_checkin.definition import CheckIn
from quizzes.kinds.quiz.definition import Item, Quiz
from quizzes.kinds.report_desk.case import Case
from quizzes.kinds.report_desk.definition import ReportDesk
from quizzes.marking import Gap, explain, feedback, gaps, problems, score, weakest_families
from quizzes.papers import NotADefinition, NotAPaper, Paper, load_definition
from quizzes.policy import Try, TryDecision, next_try
from quizzes.results import Explained, ExplainedItem, ItemResult, Result
from quizzes.showing import ShownItem, ShownOption, ShownPaper
from quizzes.texts import LANGUAGES, Run, Text

__all__ = [
    "LANGUAGES",
    "Bank",
    "BrokenContent",
    "Case",
    "CheckIn",
    "Definition",
    "Explained",
    "ExplainedItem",
    "FeedSpotting",
    "Gap",
    "Item",
    "ItemResult",
    "Misconception",
    "Mode",
    "NoAlternative",
    "NotADefinition",
    "NotAPaper",
    "NotAnOption",
    "NotDrawn",
    "OutOfOrder",
    "Paper",
    "Post",
    "Problem",
    "Quiz",
    "Refusal",
    "ReportDesk",
    "Response",
    "Result",
    "Run",
    "ShownItem",
    "ShownOption",
    "ShownPaper",
    "Text",
    "Try",
    "TryDecision",
    "check_bank",
    "draw",
    "explain",
    "feedback",
    "gaps",
    "load_bank",
    "load_definition",
    "next_try",
    "problems",
    "score",
    "weakest_families",
]

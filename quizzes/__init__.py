"""What is answered: quizzes and activities as data, drawn, shown, read, scored and explained. No web, no database."""

from quizzes.answering import NoAlternative, NotAnOption, NotDrawn, OutOfOrder, Refusal, Response
from quizzes.asking import Askable, NotForARoom, Reason, ask, askable, asked_again, choices, read, reasons
from quizzes.bank import Bank, check_bank, load_bank, place_of, written_texts
from quizzes.checking import BrokenContent, Problem
from quizzes.definitions import Misconception, Mode, Review
from quizzes.drawing import draw
from quizzes.kinds import Definition
from quizzes.kinds.booster.definition import Booster
from quizzes.kinds.bystander.definition import Bystander
from quizzes.kinds.comment_care.definition import CommentCare
from quizzes.kinds.feed_spotting.definition import FeedSpotting, Post
from quizzes.kinds.lateral.definition import Lateral
from quizzes.kinds.ordering.definition import OrderingActivity
from quizzes.kinds.private_checkin.definition import CheckIn
from quizzes.kinds.quiz.definition import Item, Quiz
from quizzes.kinds.report_desk.case import Case
from quizzes.kinds.report_desk.definition import ReportDesk
from quizzes.kinds.test.definition import CourseTest
from quizzes.kinds.test.mixture import AnyMixture
from quizzes.marking import Gap, explain, feedback, gaps, problems, score, weakest_families
from quizzes.papers import NotADefinition, NotAPaper, Paper, load_definition
from quizzes.policy import Leave, Try, TryDecision, next_try
from quizzes.results import Explained, ExplainedItem, ItemResult, Result
from quizzes.showing import ShownItem, ShownOption, ShownPaper
from quizzes.signed import signed_only
from quizzes.sources import WrittenText
from quizzes.texts import LANGUAGES, Run, Text

__all__ = [
    "LANGUAGES",
    "AnyMixture",
    "Askable",
    "Bank",
    "Booster",
    "BrokenContent",
    "Bystander",
    "Case",
    "CheckIn",
    "CommentCare",
    "CourseTest",
    "Definition",
    "Explained",
    "ExplainedItem",
    "FeedSpotting",
    "Gap",
    "Item",
    "ItemResult",
    "Lateral",
    "Leave",
    "Misconception",
    "Mode",
    "NoAlternative",
    "NotADefinition",
    "NotAPaper",
    "NotAnOption",
    "NotDrawn",
    "NotForARoom",
    "OrderingActivity",
    "OutOfOrder",
    "Paper",
    "Post",
    "Problem",
    "Quiz",
    "Reason",
    "Refusal",
    "ReportDesk",
    "Response",
    "Result",
    "Review",
    "Run",
    "ShownItem",
    "ShownOption",
    "ShownPaper",
    "Text",
    "Try",
    "TryDecision",
    "WrittenText",
    "ask",
    "askable",
    "asked_again",
    "check_bank",
    "choices",
    "draw",
    "explain",
    "feedback",
    "gaps",
    "load_bank",
    "load_definition",
    "next_try",
    "place_of",
    "problems",
    "read",
    "reasons",
    "score",
    "signed_only",
    "weakest_families",
    "written_texts",
]

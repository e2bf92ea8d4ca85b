"""The command line: thin, one function a command; rows to standard output, words to standard error.

Exit status: 0 done; 2 the call is wrong; 3 the data was refused; 4 there is nothing to show yet, or
what there is was made by another version.
"""

import signal
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from etl import pipeline
from etl.answers.answers import Answers, BuildInfo
from etl.answers.difference import TwoAnswers, lines_of, rows_of
from etl.answers.report import build_info
from etl.answers.rows import Format, table_of, write
from etl.cli import demo as demo_company
from etl.cli import serving
from etl.cli.bars import drawn
from etl.cli.exits import exit_status, say
from etl.metrics.catalogue import catalogue
from etl.metrics.question import Attribution, Clock, Every, Period, Question
from etl.metrics.result import Result
from etl.pipeline import FileSummary, LoadSummary
from etl.problems import WrongCall, counted
from etl.structure.cell import Cell
from etl.structure.measures import MeasureId
from etl.warehouse import Builds, Table, Warehouse
from etl.workspace.toml_file import choices
from etl.workspace.workspace import Workspace

app = typer.Typer(
    help="Who owns which service failure, how departments compare fairly, and what it costs.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

InWorkspace = Annotated[
    Path,
    typer.Option(
        "--workspace",
        "-w",
        envvar="SERVICE_LEDGER_WORKSPACE",
        metavar="DIR",
        help="The company's workspace; the current folder if left out.",
    ),
]
InFormat = Annotated[Format, typer.Option("--format", help="How rows are written.")]
InPeriod = Annotated[
    str | None,
    typer.Option(
        metavar="PERIOD",
        help="2026, 2026-Q3, 2026-09, 2026-09-14 or 2026-07-01..2026-09-30; "
        "the last whole quarter with data if left out.",
    ),
]
Where = Annotated[
    list[str] | None,
    typer.Option(
        metavar="SLICE=MEMBER",
        help="Only these cases, such as channel=email; may be given several times.",
    ),
]
OnPort = Annotated[
    int, typer.Option("--port", envvar="PORT", min=1, max=65_535, help="Where it is served.")
]
Headless = Annotated[
    bool, typer.Option("--headless", envvar="HEADLESS", help="Open no browser window.")
]
HERE = Path()
_SHOWN = 10  # sentences of a kind after a load


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="DIR")]) -> None:
    """Make an empty workspace."""
    workspace = Workspace.create(folder)
    say(
        f"{folder} is a workspace now. Describe the company in {folder / 'ledger.toml'}, put "
        f"exports into {workspace.inbox}, one folder a source, then: "
        f"service-ledger load --workspace {folder}"
    )


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR")] = Path("demo-company"),
    port: OnPort = 8501,
    headless: Headless = False,
) -> None:
    """Make the demo company's workspace, load it and open the dashboard."""
    serving.refuse_taken(port)  # before two minutes of work
    if not demo_company.is_up_to_date(folder):
        with drawn() as progress:
            summary = demo_company.make(folder, progress)
        _conclude(summary, folder)
    open_dashboard(folder, port, headless)


@app.command()
def load(workspace: InWorkspace = HERE, form: InFormat = Format.table) -> None:
    """Read the inbox, build, check and publish; print what was read, loaded and refused."""
    _load(workspace, form, publish=True)


@app.command()
def check(workspace: InWorkspace = HERE, form: InFormat = Format.table) -> None:
    """Do what load does without publishing."""
    _load(workspace, form, publish=False)


@app.command("open")
def open_dashboard(
    workspace: InWorkspace = HERE, port: OnPort = 8501, headless: Headless = False
) -> None:
    """Open the dashboard; Ctrl-C closes it."""
    _answers(workspace)
    serving.serve(workspace, port, headless=headless, say=say)


@app.command()
def metrics(form: InFormat = Format.table) -> None:
    """Print the metric book: every metric with its definition."""
    columns = ("metric", "group", "kind", "unit", "better", "cohort", "decision")
    rows = [
        (each.id, each.group, each.kind, each.unit, each.better, each.cohort, each.decision)
        for each in catalogue().values()
    ]
    write([Table(columns, rows)], form, sys.stdout)


@app.command()
def compare(
    metric: Annotated[str, typer.Argument(metavar="METRIC")],
    by: Annotated[str | None, typer.Option(metavar="SLICE", help="One row a member.")] = None,
    period: InPeriod = None,
    where: Where = None,
    clock: Annotated[Clock, typer.Option(help="Business hours or calendar time.")] = "business",
    attribution: Annotated[Attribution, typer.Option(help="Whom a case counts for.")] = "event",
    every: Annotated[Every | None, typer.Option(help="One row a part of the period.")] = None,
    workspace: InWorkspace = HERE,
    form: InFormat = Format.table,
) -> None:
    """Print what the pages show, as rows."""
    answers = _answers(workspace)
    question = Question(
        metrics=(metric,),
        period=_period(answers, period),
        by=by,
        every=every,
        where=_where((answers,), where),
        clock=clock,
        attribution=attribution,
    )
    write([table_of(answers.figures(question), Result)], form, sys.stdout)


@app.command()
def tickets(
    metric: Annotated[
        str | None, typer.Option(metavar="METRIC", help="The tickets behind its figure.")
    ] = None,
    period: InPeriod = None,
    where: Where = None,
    clock: Annotated[Clock, typer.Option(help="Business hours or calendar time.")] = "business",
    attribution: Annotated[Attribution, typer.Option(help="Whom a case counts for.")] = "event",
    workspace: InWorkspace = HERE,
    form: InFormat = Format.table,
) -> None:
    """Print the tickets behind a number, one row a ticket."""
    answers = _answers(workspace)
    question = Question(
        metrics=(metric,) if metric else (),
        period=_period(answers, period),
        where=_where((answers,), where),
        clock=clock,
        attribution=attribution,
    )
    write(answers.tickets(question), form, sys.stdout)


@app.command("responsibility")
def show_responsibility(
    measure: Annotated[MeasureId, typer.Option(help="What is counted.")] = "broken_promises",
    period: InPeriod = None,
    where: Where = None,
    attribution: Annotated[Attribution, typer.Option(help="Whom a case counts for.")] = "event",
    workspace: InWorkspace = HERE,
    form: InFormat = Format.table,
) -> None:
    """Print who controls what broke and whose profit carries it, one row a cell."""
    answers = _answers(workspace)
    question = Question(
        metrics=(),
        period=_period(answers, period),
        where=_where([answers], where),
        attribution=attribution,
    )
    found = answers.responsibility(question, measure)
    write([table_of(found.cells, Cell)], form, sys.stdout)
    if found.lacks:
        say(
            "A matrix needs who controls which budget and whose profit is whose; the inbox lacks "
            f"{', '.join(name.replace('_', ' ') for name in found.lacks)}. "
            "docs/exports.md has the forms."
        )


@app.command()
def diff(
    before: Annotated[int, typer.Argument(metavar="BUILD", help="The earlier build.")],
    after: Annotated[int, typer.Argument(metavar="BUILD", help="The later build.")],
    metric: Annotated[
        list[str] | None,
        typer.Option(
            metavar="METRIC",
            help="Why its figure moved; may be given several times; every figure that moved if "
            "left out.",
        ),
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="SLICE", help="One row a member.")] = None,
    period: InPeriod = None,
    where: Where = None,
    clock: Annotated[Clock, typer.Option(help="Business hours or calendar time.")] = "business",
    attribution: Annotated[Attribution, typer.Option(help="Whom a case counts for.")] = "event",
    workspace: InWorkspace = HERE,
    form: InFormat = Format.table,
) -> None:
    """Print why numbers moved between two builds: what contributed how much, and by which tickets.

    See "two-builds" in docs/decisions.md.
    """
    both = TwoAnswers(_builds(workspace), before, after)
    question = Question(
        metrics=tuple(metric or catalogue()),
        period=_period(both.after, period),
        by=by,
        where=_where((both.after, both.before), where),
        clock=clock,
        attribution=attribution,
    )
    found = both.differences(question) if metric else both.moved(question)
    rows = lines_of(by, found) if form is Format.table else rows_of(both.steps, found)
    write([rows], form, sys.stdout)
    for sentence in both.sentences(question, found):
        say(sentence)


@app.command()
def builds(
    use: Annotated[
        int | None, typer.Option(metavar="BUILD", help="Serve this build from now on.")
    ] = None,
    workspace: InWorkspace = HERE,
    form: InFormat = Format.table,
) -> None:
    """Print the builds that can be served, newest first; go back to one."""
    kept = _builds(workspace)
    if use is not None:
        Answers(Warehouse(kept.existing(use)))  # what cannot be shown is not served
        kept.use(use)
        say(f"Build {use} is served now.")
    current = kept.current
    infos = [build_info(Warehouse(kept.path(number))) for number in kept.numbers()]
    described = table_of(infos, BuildInfo)
    rows = [
        (number == current, *row)
        for number, row in zip(kept.numbers(), described.rows, strict=True)
    ]
    write([Table(("is_served", *described.columns), rows)], form, sys.stdout)


def main() -> None:
    """Run the command that was asked for and leave with its exit status."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `service-ledger tickets | head` ends in peace
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    return exit_status(lambda: app(arguments, prog_name="service-ledger", standalone_mode=False))


def _load(folder: Path, form: Format, *, publish: bool) -> None:
    workspace = Workspace.open(folder)
    with drawn() as progress:
        summary = pipeline.load(workspace, progress, publish=publish)
    write([table_of(summary.files, FileSummary)], form, sys.stdout)
    _conclude(summary, folder)


def _conclude(summary: LoadSummary, folder: Path) -> None:
    be = "is" if summary.tickets == 1 else "are"
    done = "can be published" if summary.build is None else f"{be} served as build {summary.build}"
    files = len({file.path for file in summary.files})
    say(
        f"{counted(summary.tickets, 'ticket')} from {counted(files, 'file')} {done}; "
        f"it took {summary.seconds:.1f} s."
    )
    if refused := sum(file.refused for file in summary.files):
        records = "record was" if refused == 1 else "records were"
        say(f"{refused:,} {records} refused; {folder / 'refused'} says which, and why.")
        _list(summary.refused, refused)
    if odd := len(summary.odd):
        things = "thing was" if odd == 1 else "things were"
        where = "" if summary.build is None else "; the page Data lists them"
        say(f"{odd:,} {things} odd and loaded all the same{where}.")
        _list(summary.odd if summary.build is None else summary.odd[:_SHOWN], odd)


def _list(sentences: Sequence[str], of: int) -> None:
    """Say the first sentences of something, each a line, and how many more there are."""
    for sentence in sentences:
        say(f"  {sentence}")
    if more := of - len(sentences):
        say(f"  and {more:,} more")


def _builds(folder: Path) -> Builds:
    if not (folder / "ledger.toml").exists():
        Workspace.open(folder)
    return Builds(folder / "builds")


def _answers(folder: Path) -> Answers:
    kept = _builds(folder)
    return Answers(Warehouse(kept.path(kept.current)))


def _period(answers: Answers, text: str | None) -> Period:
    return Period.parse(text) if text else answers.span().last_quarter


def _where(
    answers: Sequence[Answers], conditions: list[str] | None
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the members asked for, by slice, that any build has; several of one slice are
    alternatives."""
    wanted: dict[str, tuple[str, ...]] = {}
    for condition in conditions or ():
        slice_id, equals, member = condition.partition("=")
        if not equals or not slice_id:
            raise WrongCall(
                f"--where {condition!r} is not understood; write SLICE=MEMBER, "
                "such as channel=email."
            )
        if not any(build.has_member(slice_id, member) for build in answers):
            known = [each.id for each in answers[0].members(slice_id) if each.id]
            raise WrongCall(f"There is no {slice_id} {member!r}; {choices(member, known)}.")
        wanted[slice_id] = (*wanted.get(slice_id, ()), member)
    return tuple(wanted.items())

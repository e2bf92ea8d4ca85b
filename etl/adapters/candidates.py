"""Which adapters and forms a file of a source may have, as ledger.toml says or leaves open."""

from dataclasses import replace

from etl.adapters.contract import COMPANY_THINGS, CUSTOMER_THINGS, Adapter, Document, Form
from etl.adapters.files import ORG, InboxFile
from etl.adapters.formats import adapters
from etl.adapters.header import Candidates
from etl.problems import RefusedData
from etl.workspace.workspace import Workspace


def of_tables(workspace: Workspace, source: str) -> Candidates:
    """Return the forms that a file of `source` may have."""
    if source == ORG:
        return [
            (adapter, form)
            for adapter in adapters().values()
            for form in adapter.forms
            if form.thing in (*COMPANY_THINGS, *CUSTOMER_THINGS)
        ]
    settings = workspace.ledger.sources[source]
    known = adapters()
    if settings.adapter is not None and settings.adapter not in known:
        raise RefusedData(
            f"{workspace.place('sources', source, 'adapter')}: there is no adapter "
            f"{settings.adapter!r}; choose one of {', '.join(known)}, or leave it out."
        )
    chosen = [known[settings.adapter]] if settings.adapter else list(known.values())
    return [
        (adapter, form)
        for adapter in chosen
        for form in _forms(workspace, source, adapter)
        if form.thing not in COMPANY_THINGS
    ]


def _forms(workspace: Workspace, source: str, adapter: Adapter) -> tuple[Form, ...]:
    settings = workspace.ledger.sources[source]
    if adapter.from_ledger is None:
        named = settings.adapter == adapter.name
        return tuple(map(_as_named, adapter.forms)) if named else adapter.forms
    if not settings.columns:
        return ()
    try:
        return adapter.from_ledger(settings)
    except ValueError as error:
        raise RefusedData(f"{workspace.place('sources', source, 'columns')}: {error}") from None


def _as_named(form: Form) -> Form:
    """Return a form of an adapter that ledger.toml names: what is required is enough to know it."""
    return replace(form, known_by=form.required, signs=())


def of_documents(workspace: Workspace, source: str) -> list[Adapter]:
    """Return the adapters of documents that a source may have; where it names another, none."""
    settings = workspace.ledger.sources.get(source)
    wanted = settings.adapter if settings else None
    return [
        adapter
        for adapter in adapters().values()
        if adapter.knows and wanted in (None, adapter.name)
    ]


def owner_of(workspace: Workspace, file: InboxFile, document: Document) -> str:
    settings = workspace.ledger.sources.get(file.source)
    wanted = settings.adapter if settings else None
    for adapter in adapters().values():
        if adapter.knows and adapter.knows(document.content) and wanted in (None, adapter.name):
            return adapter.name
    raise RefusedData(
        f"{file.told_as} is JSON in no form that is known"
        + (f" to the adapter {wanted!r}" if wanted else "")
        + "; export it as one object a line, or as CSV, or take it out of the inbox."
    )

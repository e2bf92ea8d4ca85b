"""Jira and Jira Service Management: the CSV export of issues, with any columns. No history.

Headers are in the language of whoever exported it, and so are the names of months; stamps are on
that person's clock: set the source's `zone` to it. German, Polish, Russian and Spanish headers are
those that public exports and scripts over them show; where none shows a column it goes by its
English name only. A field that holds several values has as many columns of one name: the first is
read. Times of promises are what remained of them, never how long something took.
"""

from collections.abc import Mapping

from etl.adapters.contract import Adapter, Form, Words
from etl.adapters.formats.table import FIVE_POINTS

_CUSTOM_FIELD = (
    "Custom field", "Benutzerdefinierte Felder", "Campo personalizado", "Pole niestandardowe",
    "Pole własne", "Пользовательское поле",
)  # fmt: skip
_KEYS = (
    "Issue key", "Vorgangsschlüssel", "Clave de incidencia", "Klucz zgłoszenia", "Ключ проблемы",
)  # fmt: skip


def _custom(*names: str) -> tuple[str, ...]:
    """Return the headers of a custom field that goes by any of `names`."""
    return tuple(f"{prefix} ({name})" for name in names for prefix in _CUSTOM_FIELD)


_ALIASES: Mapping[str, tuple[str, ...]] = {
    "ticket_id": (*_KEYS, "Key"),
    "status": ("Status", "Estado", "Статус", "Status Category", "Statuskategorie"),
    "requester_id": ("Reporter Id", "ID des Autors"),
    "requester_name": (
        "Reporter", "Autor", "Informador", "Автор", *_custom("Organizations"),
    ),
    "agent": (
        "Assignee", "Zugewiesene Person", "Persona asignada", "Responsable", "Исполнитель",
        "Assignee Id",
    ),
    "queue": (
        "Project name", "Projektname", "Название проекта", "Project key", "Projektschlüssel",
        "Ключ проекта", "Component/s", "Components", "Компоненты",
    ),
    "kind": (
        "Issue Type", "Vorgangstyp", "Tipo de Incidencia", "Typ zgłoszenia", "Тип задачи",
    ),
    "category": (
        *_custom("Request Type", "Customer Request Type"), "Customer Request Type",
    ),
    "product": ("Component/s", "Components", "Компоненты"),
    "priority": ("Priority", "Priorität", "Prioridad", "Приоритет"),
    "created_at": ("Created", "Erstellt", "Creada", "Utworzono", "Создано"),
    "updated_at": ("Updated", "Aktualisiert", "Actualizada", "Zaktualizowano", "Обновлено"),
    "last_solved_at": ("Resolved", "Erledigt", "Resuelta", "Дата решения"),
    "first_reply_at": _custom("[CHART] Date of First Response"),
    "due_at": ("Due date", "Fälligkeitsdatum"),
    "rating": ("Satisfaction rating", "Calificación de satisfacción"),
    "rated_at": _custom("Satisfaction date"),
    "source_first_reply_remaining": _custom("Time to first response"),
    "source_resolution_remaining": _custom("Time to resolution"),
}  # fmt: skip

WORDS = Words(
    status={
        "to do": "new",
        "open": "new",
        "reopened": "open",
        "in progress": "open",
        "waiting for support": "open",
        "escalated": "open",
        "waiting for customer": "waiting_customer",
        "waiting for approval": "waiting_inside",
        "resolved": "solved",
        "done": "solved",
        "closed": "closed",
        "canceled": "deleted",
        "cancelled": "deleted",
    },
    priority={
        "highest": "urgent",
        "blocker": "urgent",
        "high": "high",
        "critical": "high",
        "medium": "normal",
        "major": "normal",
        "low": "low",
        "minor": "low",
        "lowest": "low",
        "trivial": "low",
    },
    kind={
        "incident": "incident",
        "[system] incident": "incident",
        "problem": "incident",
        "[system] problem": "incident",
        "bug": "incident",
        "question": "question",
        "support": "question",
        "service request": "request",
        "[system] service request": "request",
        "service request with approvals": "request",
        "[system] service request with approvals": "request",
        "change": "request",
        "[system] change": "request",
        "task": "request",
        "sub-task": "request",
        "complaint": "complaint",
        "claim": "claim",
        "new feature": "wish",
        "feature request": "wish",
        "improvement": "suggestion",
        "suggestion": "suggestion",
    },
    rating=FIVE_POINTS,
)

ADAPTER = Adapter(
    name="jira_csv",
    forms=(
        Form(
            thing="ticket",
            aliases=_ALIASES,
            known_by=("ticket_id", "status", "created_at"),
            signs=tuple((key,) for key in _KEYS),
            required=("ticket_id", "status", "created_at"),
            unless={"requester_name": "requester_id"},
        ),
    ),
    words=WORDS,
)

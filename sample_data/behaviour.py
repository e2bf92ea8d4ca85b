"""How a ticket lives: it arrives, waits for its first reply, is worked on, asked about, passed on,
solved, rated, sometimes reopened, and closed.

Work is counted in the opening hours of whoever owns the ticket; customers answer by the calendar
and sleep at night. Every instant is a whole minute.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache

from sample_data.calendars import Hours
from sample_data.description import Company, Department, Pass
from sample_data.dice import Dice
from sample_data.ticket import Ending, Ticket

MINUTE, HOUR, DAY = 60, 3600, 86_400

_PRIORITY_RAISED = 0.04
_MERGED = 0.012
_RATING_ASKED = 0.85
_BROKEN_PROMISE_COSTS = 0.30  # of the customers who would have been happy
_REOPENING_COSTS = 0.35


class Behaviour:
    """Lets the tickets of one company live."""

    def __init__(self, company: Company, hours: Mapping[str, Hours], dice: Dice) -> None:
        self.company = company
        self.hours = hours
        self.dice = dice
        self.departments = {department.id: department for department in company.departments}
        self.closing = {desk.id: desk.closes_after_hours * HOUR for desk in company.desks}

    def live(self, ticket: Ticket) -> int | None:
        """Fill in what happens to `ticket`; return when it was solved first, None if merged."""
        return _Life(self, ticket).run()

    def returns_at(self, ticket: Ticket, solved: int) -> int | None:
        """Return when its customer comes back with the same thing, or None."""
        if not self.dice.happens(self.departments[ticket.department].repeats):
            return None
        return _awake(solved + _whole(self.dice.between(0.3, 6.5) * DAY))


class _Life:
    def __init__(self, behaviour: Behaviour, ticket: Ticket) -> None:
        self.company, self.dice = behaviour.company, behaviour.dice
        self.ticket = ticket
        self.behaviour = behaviour
        self.owner = behaviour.departments[ticket.department]
        self.hours = behaviour.hours[self.owner.id]
        self.work = behaviour.company.work[ticket.category]
        self.priority = "high" if self.dice.happens(self.work.high_priority) else "normal"
        self.status: str | None = None
        self.queue: str | None = None
        self.agent: str | None = None
        self.now = ticket.created
        self.clock = 0  # opening seconds the resolution promise has run
        self.replied: int | None = None
        self.first_reply_seconds = 0
        self.reopened = False
        self.rating: str | None = None
        self.over = 0

    def run(self) -> int | None:
        self._arrive()
        if self.ticket.desk != "field" and self.dice.happens(_MERGED):
            self._merge()
            return None
        self._first_reply()
        self._rounds(self._work(12.0 if self.dice.happens(self.owner.stuck) else 1.0))
        self._pass_on()
        first_solved = self._solve()
        if self.dice.happens(self.owner.reopens):
            self._reopen()
        self._rate()
        self._end()
        self._close()
        self.ticket.happenings.sort(key=lambda happening: happening.at)
        return first_solved

    def _arrive(self) -> None:
        self._set_status("new", "customer")
        self._happened("priority", None, self.priority, "customer")
        self._to_queue(self.owner, "robot")

    def _merge(self) -> None:
        self._assign(self.now + _whole(self.dice.between(5, 20) * MINUTE))
        self.now += _whole(self.dice.between(20, 90) * MINUTE)
        self._happened("merge", None, None, "agent")
        self._set_status("closed", "agent")

    def _first_reply(self) -> None:
        minutes = self.owner.first_reply * self._pressure()
        change = self.owner.change
        if change is not None and self.now >= _midnight(change.day):
            minutes *= change.first_reply
        if self.priority == "high":
            minutes *= 0.5
        seconds = _whole(self.dice.around(minutes, 0.85) * MINUTE)
        at = self.hours.after(self.now, seconds)
        assigned = self.hours.after(self.now, max(MINUTE, _whole(seconds * self.dice.share())))
        if self.priority == "normal" and self.dice.happens(_PRIORITY_RAISED):
            raised = self.now + _whole((at - self.now) * self.dice.share())
            self._happened("priority", "normal", "high", "agent", at=raised)
            self.priority = "high"
        self._assign(assigned)
        self._set_status("open", "agent", at=assigned)
        self._go_on(at)
        if self.dice.happens(self.owner.silent):
            return
        self.replied = at
        self.first_reply_seconds = seconds
        self._happened("public_reply", None, None, "agent")

    def _rounds(self, work: int) -> None:
        """Work on it, and now and then write to the customer, who now and then has to answer."""
        rounds = 1
        while rounds < 6 and self.dice.happens(self.owner.more_rounds):
            rounds += 1
        for number in range(rounds):
            if number:
                self._happened("public_reply", None, None, "agent")
                if self.dice.happens(self.owner.waits):
                    self._wait_for_customer()
            elif self.dice.happens(self.owner.holds):
                self._hold()
            self._go_on(self.hours.after(self.now, max(MINUTE, _whole(work / rounds))))
        if rounds > 1:
            self._happened("public_reply", None, None, "agent")

    def _wait_for_customer(self) -> None:
        self._set_status("waiting_customer", "agent")
        answer = self.now + _whole(self.dice.around(self.owner.wait_hours, 0.9) * HOUR)
        self.now = _awake(max(answer, self.now + 10 * MINUTE))
        self._happened("customer_message", None, None, "customer")
        if self.owner.parks:
            self.now = _awake(self.now + _whole(self.dice.around(self.owner.parks, 0.4) * HOUR))
            self._set_status("open", "agent")
        else:
            self._set_status("open", "customer")

    def _hold(self) -> None:
        self._set_status("waiting_inside", "agent")
        self._go_on(self.hours.after(self.now, _whole(self.dice.around(240, 0.7) * MINUTE)))
        self._set_status("open", "agent")

    def _pass_on(self) -> None:
        sender = self.owner
        for way in sender.passes:
            if self.dice.happens(way.share):
                self._hand_over(way)
                if self.dice.happens(way.and_back):
                    self._own(sender)
                    self._go_on(self.hours.after(self.now, self._work(0.3)))
                return

    def _hand_over(self, way: Pass) -> None:
        if way.late:
            target = self.company.target_hours("resolution", self.owner.id, self.priority) * HOUR
            nearly = _whole(target * self.dice.between(0.91, 0.99))
            if self.clock < nearly:
                self._go_on(self.hours.after(self.now, nearly - self.clock))
        self._own(self.behaviour.departments[way.to])
        self._go_on(self.hours.after(self.now, self._work(0.6)))

    def _own(self, department: Department) -> None:
        self.owner = department
        self.hours = self.behaviour.hours[department.id]
        self._to_queue(department, "agent")
        self._assign(self.now)

    def _solve(self) -> int:
        self._set_status("solved", "agent")
        return self.now

    def _reopen(self) -> None:
        self.reopened = True
        self.now = _awake(self.now + _whole(self.dice.between(2, 72) * HOUR))
        self._happened("customer_message", None, None, "customer")
        self._set_status("open", "customer")
        self._go_on(self.hours.after(self.now, self._work(0.4)))
        self._happened("public_reply", None, None, "agent")
        self._solve()

    def _rate(self) -> None:
        self.over = self.now
        if self.ticket.desk == "field" or not self.dice.happens(_RATING_ASKED):
            return
        self._happened("rating", None, "offered", "robot")
        if not self.dice.happens(self.owner.survey.response):
            return
        good = self.owner.survey.good - _REOPENING_COSTS * self.reopened
        if self._is_late("first_reply", self.first_reply_seconds):
            good -= _BROKEN_PROMISE_COSTS
        self.over = _awake(self.now + _whole(self.dice.between(1, 60) * HOUR))
        self.rating = "good" if self.dice.happens(good) else "bad"
        self._happened("rating", "offered", self.rating, "customer", at=self.over)

    def _is_late(self, promise: str, seconds: int) -> bool:
        if promise == "first_reply" and self.replied is None:
            return True
        return seconds > self.company.target_hours(promise, self.owner.id, self.priority) * HOUR

    def _end(self) -> None:
        can_reply_be_seen = self.ticket.desk != "field"
        self.ticket.ending = Ending(
            department=self.owner.id,
            solved=self.now,
            is_late=self._is_late("resolution", self.clock)
            or (can_reply_be_seen and self._is_late("first_reply", self.first_reply_seconds)),
            is_reopened=self.reopened,
            rating=self.rating,
            over=self.over,
        )

    def _close(self) -> None:
        at = self.now + self.behaviour.closing[self.ticket.desk]
        self._set_status("closed", "robot", at=at)

    def _work(self, part: float) -> int:
        """Return seconds of work: this department's, for this kind of ticket."""
        minutes = self.owner.resolution * self.work.effort * self.owner.skill * part
        if self.priority == "high":
            minutes *= 0.6
        return max(MINUTE, _whole(self.dice.around(minutes, 0.7) * MINUTE))

    def _pressure(self) -> float:
        """Return how much slower first replies are in a month that brings more tickets."""
        desk = next(desk for desk in self.company.desks if desk.id == self.ticket.desk)
        month = datetime.fromtimestamp(self.now, UTC).month
        return max(0.8, 1 + 0.9 * (desk.season.months[month - 1] - 1))

    def _go_on(self, at: int) -> None:
        self.clock += self.hours.between(self.now, at)
        self.now = at

    def _assign(self, at: int) -> None:
        agent = f"{self.owner.id}-{1 + int(self.dice.share() * self.owner.agents)}"
        if agent != self.agent:
            before, self.agent = self.agent, agent
            self._happened("agent", before, agent, "agent", at=at)

    def _to_queue(self, department: Department, who: str) -> None:
        before = self.queue
        self.queue = self.dice.one_of(department.queues or (department.name,))
        self._happened("queue", before, self.queue, who)

    def _set_status(self, status: str, who: str, at: int | None = None) -> None:
        before, self.status = self.status, status
        self._happened("status", before, status, who, at=at)

    def _happened(
        self, kind: str, before: str | None, after: str | None, who: str, at: int | None = None
    ) -> None:
        agent = self.agent if who == "agent" else None
        self.ticket.happened(self.now if at is None else at, kind, before, after, who, agent)


def _whole(seconds: float) -> int:
    return max(MINUTE, int(seconds // MINUTE) * MINUTE)


def _awake(at: int) -> int:
    """Return `at`, or the morning after when it falls into the night (21:00 to 05:00 UTC)."""
    into_day = at % DAY
    if into_day >= 21 * HOUR:
        return at + DAY - into_day + 6 * HOUR + (at // MINUTE * 37 % 90) * MINUTE
    if into_day < 5 * HOUR:
        return at - into_day + 6 * HOUR + (at // MINUTE * 37 % 90) * MINUTE
    return at


@cache
def _midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())

"""Complaint registers as companies keep them, and the public one of the CFPB.

Columns go by their usual names in English, Polish, Russian, Ukrainian and German. A running number
that begins again on every sheet (No., Lp., № п/п, Lfd. Nr.) is no id, and the day on which a
complaint was logged is not the day on which it was received: neither is read.
"""

from itertools import chain

from etl.adapters.contract import Adapter, Form, Words

_Names = dict[str, tuple[str, ...]]

_ENGLISH: _Names = {
    "complaint_id": (
        "Complaint reference number", "Complaint reference no.", "Complaint reference",
        "Complaint ref no.", "Complaint ref", "Complaint number", "Complaint no.", "Complaint no",
        "Complaint ID", "Complaint case ID", "Unique reference", "Unique reference number",
        "Reference number", "Reference no.", "Reference no", "Reference", "Ref no.", "Ref no",
        "Ref.", "Ref", "Case reference", "Case ref", "Case number", "Case no.", "Case ID",
    ),
    "ticket_id": (
        "Original case ID", "Original case", "Original ticket ID", "Original ticket", "Ticket ID",
        "Ticket number", "Ticket no.", "Ticket reference", "Ticket", "Related ticket",
        "Related case", "Linked ticket",
    ),
    "customer_id": (
        "Customer ID", "Customer number", "Customer no.", "Client ID", "Client number",
        "Account number", "Account no.",
    ),
    "requester_email": ("Complainant email", "Customer email", "Email address", "Email", "E-mail"),
    "requester_phone": (
        "Complainant phone", "Customer phone", "Contact number", "Phone number", "Telephone",
        "Phone",
    ),
    "requester_name": (
        "Complainant name", "Name of complainant", "Complainant", "Customer name", "Customer",
    ),
    "channel": (
        "Complaint channel", "Channel", "How received", "Received via", "Method received",
        "Method of contact", "Method of receipt", "Submitted via",
    ),
    "category": (
        "Complaint category", "Category", "Complaint type", "Type of complaint",
        "Nature of complaint", "Parent case type/process", "Parent case type", "Process",
    ),
    "product": ("Product", "Product/service", "Product or service", "Product / service"),
    "region": ("Region",),
    "cause_stated": ("Reason for complaint", "Complaint reason", "Cause stated"),
    "cause_found": ("Root cause", "Root cause category", "Cause found"),
    "unit": (
        "Handling department", "Handling team", "Handling unit", "Handling office",
        "Portfolio/office", "Portfolio / office", "Portfolio", "Office", "Department", "Team",
        "Business unit", "Branch",
    ),
    "accountable": (
        "Accountable department", "Accountable unit", "Responsible department",
        "Department responsible", "Department at fault", "Department complained about",
        "Service complained about", "Area complained about",
    ),
    "received_at": (
        "Date complaint received", "Complaint received", "Date received", "Received date",
        "Date of receipt", "Receipt date", "Received on", "Received", "Date of complaint",
        "Complaint date",
    ),
    "acknowledged_at": (
        "Date acknowledged", "Date of acknowledgement", "Acknowledgement date",
        "Acknowledgment date", "Date acknowledgement sent", "Acknowledgement sent",
        "Acknowledged on", "Acknowledged",
    ),
    "closed_at": (
        "Date complaint closed", "Date closed", "Closed date", "Closed on", "Closure date",
        "Date of closure", "Date of final response", "Final response date", "Date responded",
        "Date of response", "Response date", "Date resolved", "Resolution date", "Date completed",
        "Completion date", "Closed", "Resolved",
    ),
    "outcome": (
        "Upheld", "Complaint upheld", "Was the complaint upheld", "Outcome of complaint",
        "Complaint outcome", "Outcome", "Decision", "Finding",
    ),
    "goodwill": ("Goodwill Y/N", "Goodwill (Y/N)", "Goodwill gesture (Y/N)"),
    "redress": (
        "Redress amount", "Redress paid", "Total redress", "Amount of redress", "Redress",
        "Compensation amount", "Compensation paid", "Compensation", "Refund amount", "Refund",
    ),
    "currency": ("Currency",),
    "redressed_at": (
        "Date redress paid", "Redress date", "Date compensation paid", "Compensation date",
        "Date of payment", "Payment date", "Date paid",
    ),
    "satisfaction": (
        "Complainant satisfied", "Customer satisfied", "Satisfied with handling", "Satisfied",
    ),
    "referred": (
        "Referred to ombudsman", "Referred to the ombudsman", "Escalated to ombudsman",
        "Referred to FOS", "Referred externally",
    ),
    "referred_at": (
        "Date referred to ombudsman", "Date referred", "Referral date", "Ombudsman referral date",
    ),
}  # fmt: skip
_POLISH: _Names = {
    "complaint_id": (
        "Numer reklamacji", "Nr reklamacji", "Numer skargi", "Nr skargi", "Numer sprawy",
        "Nr sprawy", "Sygnatura", "Znak sprawy", "Identyfikator",
    ),
    "ticket_id": ("Numer zgłoszenia", "Nr zgłoszenia", "Zgłoszenie"),
    "customer_id": ("Numer klienta", "Nr klienta", "ID klienta"),
    "requester_email": ("Adres e-mail", "E-mail klienta", "Email klienta"),
    "requester_phone": ("Telefon", "Numer telefonu", "Nr telefonu", "Telefon klienta"),
    "requester_name": (
        "Klient", "Imię i nazwisko klienta", "Imię i nazwisko", "Reklamujący", "Skarżący",
        "Zgłaszający",
    ),
    "channel": ("Kanał", "Kanał zgłoszenia", "Sposób zgłoszenia", "Forma zgłoszenia"),
    "category": (
        "Kategoria", "Kategoria reklamacji", "Rodzaj reklamacji", "Rodzaj skargi",
        "Typ reklamacji", "Przedmiot reklamacji",
    ),
    "product": ("Produkt", "Usługa", "Produkt/usługa"),
    "region": ("Województwo",),
    "cause_stated": ("Powód reklamacji", "Powód skargi", "Przyczyna reklamacji"),
    "cause_found": ("Przyczyna źródłowa", "Przyczyna stwierdzona", "Ustalona przyczyna"),
    "unit": (
        "Dział", "Dział rozpatrujący", "Jednostka rozpatrująca", "Oddział", "Zespół",
        "Jednostka", "Komórka organizacyjna",
    ),
    "accountable": ("Dział odpowiedzialny", "Jednostka odpowiedzialna", "Komórka odpowiedzialna"),
    "received_at": (
        "Data wpływu reklamacji", "Data wpływu skargi", "Data wpływu", "Data otrzymania",
        "Data przyjęcia reklamacji", "Data przyjęcia", "Data złożenia reklamacji",
        "Data złożenia", "Data reklamacji",
    ),
    "acknowledged_at": ("Data potwierdzenia", "Data potwierdzenia wpływu", "Potwierdzono"),
    "closed_at": (
        "Data zamknięcia", "Data zakończenia", "Data rozpatrzenia", "Data odpowiedzi",
        "Data udzielenia odpowiedzi", "Data rozstrzygnięcia", "Zamknięto",
    ),
    "outcome": (
        "Wynik", "Wynik reklamacji", "Sposób rozpatrzenia", "Rozstrzygnięcie", "Decyzja",
        "Uznana", "Zasadność", "Zasadna", "Czy uznana", "Czy zasadna",
    ),
    "redress": (
        "Kwota rekompensaty", "Rekompensata", "Kwota odszkodowania", "Odszkodowanie",
        "Kwota zwrotu", "Zwrot", "Zadośćuczynienie",
    ),
    "currency": ("Waluta",),
    "redressed_at": ("Data wypłaty", "Data zwrotu", "Data wypłaty rekompensaty"),
    "satisfaction": ("Klient zadowolony", "Czy klient zadowolony"),
    "referred": ("Przekazano do rzecznika", "Skierowano do rzecznika", "Rzecznik Finansowy"),
}  # fmt: skip
_RUSSIAN: _Names = {
    "complaint_id": (
        "Номер жалобы", "№ жалобы", "Номер претензии", "№ претензии", "Номер рекламации",
        "№ рекламации", "Регистрационный номер", "Рег. номер", "Рег. №", "Входящий номер",
        "Вх. №", "Номер обращения", "№ обращения",
    ),
    "ticket_id": ("Номер заявки", "№ заявки", "Заявка", "Номер тикета", "Тикет"),
    "customer_id": ("Номер клиента", "№ клиента", "ID клиента", "Код клиента"),
    "requester_email": ("Эл. почта", "Электронная почта", "E-mail клиента"),
    "requester_phone": ("Телефон", "Телефон клиента", "Номер телефона"),
    "requester_name": ("ФИО", "ФИО клиента", "ФИО заявителя", "Заявитель", "Клиент"),
    "channel": ("Канал", "Канал поступления", "Способ поступления", "Способ обращения"),
    "category": (
        "Категория", "Категория жалобы", "Вид жалобы", "Тип жалобы", "Вид претензии",
        "Тема жалобы", "Предмет жалобы",
    ),
    "product": ("Продукт", "Услуга", "Продукт/услуга", "Товар"),
    "region": ("Регион",),
    "cause_stated": ("Причина жалобы", "Причина претензии", "Причина обращения"),
    "cause_found": ("Коренная причина", "Установленная причина", "Корневая причина"),
    "unit": ("Отдел", "Подразделение", "Исполняющее подразделение", "Филиал", "Офис", "Отделение"),
    "accountable": (
        "Ответственное подразделение", "Ответственный отдел", "Виновное подразделение",
        "Виновный отдел",
    ),
    "received_at": (
        "Дата поступления жалобы", "Дата поступления претензии", "Дата поступления",
        "Дата получения жалобы", "Дата получения", "Дата жалобы", "Дата претензии",
        "Дата обращения", "Поступила",
    ),
    "acknowledged_at": ("Дата подтверждения", "Дата уведомления о получении", "Подтверждена"),
    "closed_at": (
        "Дата закрытия", "Дата ответа", "Дата рассмотрения", "Дата решения", "Дата завершения",
        "Закрыта",
    ),
    "outcome": (
        "Результат", "Результат рассмотрения", "Итог рассмотрения", "Решение",
        "Решение по жалобе", "Обоснованность", "Обоснована",
    ),
    "redress": (
        "Сумма компенсации", "Компенсация", "Сумма возмещения", "Возмещение", "Сумма возврата",
        "Возврат",
    ),
    "currency": ("Валюта",),
    "redressed_at": ("Дата выплаты", "Дата возмещения", "Дата возврата"),
    "satisfaction": ("Клиент удовлетворён", "Клиент удовлетворен", "Клиент доволен"),
    "referred": ("Передано омбудсмену", "Передана в суд", "Обращение в суд"),
}  # fmt: skip
_UKRAINIAN: _Names = {
    "complaint_id": (
        "Номер скарги", "№ скарги", "Номер претензії", "№ претензії", "Номер рекламації",
        "Реєстраційний номер", "Реєстр. №", "Вхідний номер", "Номер звернення", "№ звернення",
    ),
    "ticket_id": ("№ заявки", "Номер тікета", "Тікет"),
    "customer_id": ("Номер клієнта", "№ клієнта", "ID клієнта", "Код клієнта"),
    "requester_email": ("Ел. пошта", "Електронна пошта", "E-mail клієнта"),
    "requester_phone": ("Телефон клієнта", "Номер телефону"),
    "requester_name": ("ПІБ", "ПІБ клієнта", "ПІБ заявника", "Заявник", "Клієнт", "Скаржник"),
    "channel": ("Канал", "Канал надходження", "Спосіб надходження", "Спосіб звернення"),
    "category": (
        "Категорія", "Категорія скарги", "Вид скарги", "Тип скарги", "Вид претензії",
        "Тема скарги", "Предмет скарги",
    ),
    "product": ("Продукт", "Послуга", "Продукт/послуга", "Товар"),
    "region": ("Регіон", "Область"),
    "cause_stated": ("Причина скарги", "Причина претензії", "Причина звернення"),
    "cause_found": ("Першопричина", "Встановлена причина", "Корінна причина"),
    "unit": ("Відділ", "Підрозділ", "Філія", "Офіс", "Відділення"),
    "accountable": (
        "Відповідальний підрозділ", "Відповідальний відділ", "Винний підрозділ", "Винний відділ",
    ),
    "received_at": (
        "Дата надходження скарги", "Дата надходження претензії", "Дата надходження",
        "Дата отримання скарги", "Дата отримання", "Дата скарги", "Дата претензії",
        "Дата звернення", "Надійшла",
    ),
    "acknowledged_at": ("Дата підтвердження", "Дата повідомлення про отримання", "Підтверджена"),
    "closed_at": (
        "Дата закриття", "Дата відповіді", "Дата розгляду", "Дата рішення", "Дата завершення",
        "Закрита",
    ),
    "outcome": (
        "Результат", "Результат розгляду", "Підсумок розгляду", "Рішення", "Рішення за скаргою",
        "Обґрунтованість", "Обґрунтована",
    ),
    "redress": (
        "Сума компенсації", "Компенсація", "Сума відшкодування", "Відшкодування",
        "Сума повернення", "Повернення",
    ),
    "currency": ("Валюта",),
    "redressed_at": ("Дата виплати", "Дата відшкодування", "Дата повернення"),
    "satisfaction": ("Клієнт задоволений",),
    "referred": ("Передано омбудсмену", "Звернення до суду"),
}  # fmt: skip
_GERMAN: _Names = {
    "complaint_id": (
        "Beschwerdenummer", "Beschwerde-Nr.", "Beschwerde-Nr", "Beschwerde-ID",
        "Reklamationsnummer", "Reklamations-Nr.", "Reklamations-Nr", "Vorgangsnummer",
        "Vorgangs-Nr.", "Aktenzeichen",
    ),
    "ticket_id": ("Ticketnummer", "Ticket-Nr.", "Ticket-ID"),
    "customer_id": ("Kundennummer", "Kunden-Nr.", "Kunden-ID"),
    "requester_email": ("E-Mail-Adresse", "E-Mail des Kunden"),
    "requester_phone": ("Telefonnummer", "Telefon"),
    "requester_name": ("Beschwerdeführer", "Kunde", "Kundenname", "Name des Kunden"),
    "channel": ("Kanal", "Eingangskanal", "Beschwerdekanal", "Eingangsweg"),
    "category": (
        "Kategorie", "Beschwerdekategorie", "Beschwerdeart", "Art der Beschwerde",
        "Reklamationsart",
    ),
    "product": ("Produkt", "Dienstleistung", "Produkt/Dienstleistung"),
    "region": ("Bundesland",),
    "cause_stated": ("Beschwerdegrund", "Reklamationsgrund", "Grund der Beschwerde"),
    "cause_found": ("Ursache", "Grundursache", "Festgestellte Ursache"),
    "unit": ("Abteilung", "Bearbeitende Abteilung", "Bearbeitende Stelle", "Filiale", "Standort"),
    "accountable": ("Verantwortliche Abteilung", "Verursachende Abteilung", "Verursacher"),
    "received_at": (
        "Eingangsdatum der Beschwerde", "Eingangsdatum", "Beschwerdeeingang",
        "Datum des Eingangs", "Eingang am", "Eingegangen am", "Eingang", "Beschwerdedatum",
        "Reklamationsdatum",
    ),
    "acknowledged_at": ("Eingangsbestätigung", "Bestätigt am", "Eingangsbestätigung am"),
    "closed_at": (
        "Abschlussdatum", "Abgeschlossen am", "Datum der Antwort", "Antwortdatum",
        "Beantwortet am", "Erledigt am", "Geschlossen am", "Erledigungsdatum",
    ),
    "outcome": (
        "Ergebnis", "Ergebnis der Prüfung", "Entscheidung", "Berechtigt", "Beschwerde berechtigt",
        "Begründet", "Anerkannt",
    ),
    "goodwill": ("Kulanz (J/N)", "Kulanz J/N"),
    "redress": (
        "Entschädigung", "Entschädigungsbetrag", "Wiedergutmachung", "Erstattung",
        "Erstattungsbetrag", "Schadenersatz",
    ),
    "currency": ("Währung",),
    "redressed_at": ("Auszahlungsdatum", "Erstattet am", "Ausgezahlt am"),
    "satisfaction": ("Kunde zufrieden", "Zufrieden"),
    "referred": ("Ombudsmann", "An Ombudsmann verwiesen", "Schlichtungsstelle"),
}  # fmt: skip
_LANGUAGES = (_ENGLISH, _POLISH, _RUSSIAN, _UKRAINIAN, _GERMAN)
_ALIASES = {
    column: tuple(dict.fromkeys(chain.from_iterable(names.get(column, ()) for names in _LANGUAGES)))
    for column in _ENGLISH
}
# Columns that nothing but a register of complaints has, and what its other headers may speak of.
_OF_COMPLAINTS = (
    "accountable", "cause_found", "outcome", "goodwill", "redress", "redressed_at", "referred",
    "referred_at",
)  # fmt: skip
_STEMS = ("complain", "reklam", "skarg", "жалоб", "претенз", "рекламац", "скарг", "beschwerde")
_SIGNS = tuple(
    (name,)
    for column, names in _ALIASES.items()
    for name in names
    if column in _OF_COMPLAINTS or any(stem in name.casefold() for stem in _STEMS)
)
_NOTHING = ("None", "N/A", "n/a", "NA", "#N/A", "-", "–", "—", "nd.", "н/д", "k. A.")

WORDS = Words(
    outcome={
        **dict.fromkeys(
            (
                "y", "yes", "upheld", "fully upheld", "upheld in full", "justified", "founded",
                "substantiated", "full",
                "t", "tak", "uznana", "uznano", "uznany", "uwzględniona", "zasadna",
                "rozpatrzona pozytywnie", "pozytywna", "pozytywnie",
                "д", "да", "обоснована", "обоснованная", "обоснованно", "удовлетворена",
                "удовлетворено", "признана", "признана обоснованной",
                "т", "так", "обґрунтована", "обґрунтовано", "задоволена", "задоволено", "визнана",
                "визнана обґрунтованою",
                "j", "ja", "berechtigt", "begründet", "anerkannt", "stattgegeben",
            ),
            "upheld",
        ),
        **dict.fromkeys(
            (
                "p", "partial", "partially", "partly", "part", "in part", "partially upheld",
                "partly upheld", "part upheld", "upheld in part", "partially justified",
                "częściowo", "uznana częściowo", "częściowo uznana", "zasadna częściowo",
                "częściowo zasadna", "uwzględniona częściowo", "częściowo uwzględniona",
                "частично", "частично обоснована", "обоснована частично",
                "частично удовлетворена", "удовлетворена частично",
                "частково", "частково обґрунтована", "обґрунтована частково",
                "частково задоволена", "задоволена частково",
                "teilweise", "teilweise berechtigt", "teilweise begründet",
                "teilweise anerkannt", "teilweise stattgegeben", "zum teil",
            ),
            "partly",
        ),
        **dict.fromkeys(
            (
                "n", "no", "rejected", "not upheld", "declined", "dismissed", "unjustified",
                "not justified", "unfounded", "unsubstantiated", "not substantiated",
                "nie", "odrzucona", "odrzucono", "oddalona", "nieuznana", "nie uznana",
                "nie uznano",
                "niezasadna", "nieuwzględniona", "odmowa", "rozpatrzona negatywnie", "negatywna",
                "negatywnie",
                "н", "нет", "необоснована", "не обоснована", "необоснованная", "отклонена",
                "отклонено", "отказ", "отказано", "не удовлетворена",
                "ні", "необґрунтована", "не обґрунтована", "відхилена", "відхилено", "відмова",
                "відмовлено", "не задоволена",
                "nein", "abgelehnt", "unberechtigt", "nicht berechtigt", "unbegründet",
                "nicht begründet", "nicht anerkannt", "zurückgewiesen",
            ),
            "rejected",
        ),
        **dict.fromkeys(
            (
                "pending", "open", "ongoing", "in progress", "under investigation", "tbc", "tbd",
                "withdrawn",
                "w toku", "w trakcie", "otwarta", "wycofana",
                "в работе", "на рассмотрении", "рассматривается", "отозвана",
                "в роботі", "на розгляді", "розглядається", "відкликана",
                "offen", "in bearbeitung", "zurückgezogen",
            ),
            "",
        ),
    },
    rating={
        **dict.fromkeys(
            (
                "good", "y", "yes", "satisfied", "very satisfied", "t", "tak", "zadowolony",
                "zadowolona", "да", "доволен", "довольна", "удовлетворён", "удовлетворен", "так",
                "задоволений", "задоволена", "j", "ja", "zufrieden",
            ),
            "good",
        ),
        **dict.fromkeys(
            (
                "bad", "n", "no", "dissatisfied", "not satisfied", "very dissatisfied", "nie",
                "niezadowolony", "niezadowolona", "нет", "недоволен", "недовольна",
                "не удовлетворён", "не удовлетворен", "ні", "незадоволений", "незадоволена", "nein",
                "unzufrieden",
            ),
            "bad",
        ),
    },
    channel={
        **dict.fromkeys(("email", "e-mail", "mail", "эл. почта", "ел. пошта"), "email"),
        **dict.fromkeys(
            ("phone", "telephone", "call", "telefon", "telefonicznie", "telefonisch", "телефон"),
            "phone",
        ),
        **dict.fromkeys(
            (
                "letter", "post", "postal mail", "list", "listownie", "poczta", "письмо", "почта",
                "лист", "пошта", "brief",
            ),
            "letter",
        ),
        **dict.fromkeys(
            (
                "web", "web form", "online", "online form", "website", "formularz", "strona www",
                "сайт", "веб-форма", "kontaktformular",
            ),
            "web",
        ),
        **dict.fromkeys(
            (
                "in person", "face to face", "branch", "osobiście", "лично", "особисто",
                "persönlich",
            ),
            "in person",
        ),
    },
)  # fmt: skip

ADAPTER = Adapter(
    name="complaint_register",
    forms=(
        Form(
            thing="complaint",
            aliases=_ALIASES,
            known_by=("received_at",),
            signs=_SIGNS,
            required=("received_at",),
            missing=_NOTHING,
            named_by_place="complaint_id",
        ),
        # The Consumer Complaint Database of the CFPB, before and after June 2026. It has no time of
        # an answer, and what a company did for a complainant is no finding on the complaint.
        Form(
            thing="complaint",
            aliases={
                "complaint_id": ("Complaint ID",),
                "channel": ("Submitted via",),
                "category": ("Issue",),
                "cause_stated": ("Sub-issue",),
                "product": ("Product",),
                "region": ("State",),
                "unit": ("Company",),
                "received_at": ("Date received",),
            },
            known_by=("complaint_id", "received_at", "unit", "category"),
            signs=(("Company response to consumer",), ("Date sent to company",)),
            required=("complaint_id", "received_at"),
            missing=_NOTHING,
        ),
    ),
    words=WORDS,
)

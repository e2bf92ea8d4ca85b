-- The staged rows that count: neither refused nor replaced by another version.

create or replace view scratch.kept_complaint as
select staged_complaint.rowid as row_no, staged_complaint.*
from staged_complaint
left join row_version as version
    on version.staged = 'staged_complaint' and version.row_no = staged_complaint.rowid
where refusal_kind is null and coalesce(version.outcome, 'latest') = 'latest';

create or replace view scratch.kept_survey_response as
select staged_survey_response.rowid as row_no, staged_survey_response.*
from staged_survey_response
left join row_version as version
    on version.staged = 'staged_survey_response' and version.row_no = staged_survey_response.rowid
where refusal_kind is null and coalesce(version.outcome, 'latest') = 'latest';

create or replace view scratch.kept_customer as
select staged_customer.rowid as row_no, staged_customer.*
from staged_customer
left join row_version as version
    on version.staged = 'staged_customer' and version.row_no = staged_customer.rowid
where refusal_kind is null and coalesce(version.outcome, 'latest') = 'latest';

create or replace view scratch.kept_contact as
select staged_contact.rowid as row_no, staged_contact.*
from staged_contact
left join row_version as version
    on version.staged = 'staged_contact' and version.row_no = staged_contact.rowid
where refusal_kind is null and coalesce(version.outcome, 'latest') = 'latest';

create or replace view scratch.kept_customer_month as
select staged_customer_month.rowid as row_no, staged_customer_month.*
from staged_customer_month
left join row_version as version
    on version.staged = 'staged_customer_month' and version.row_no = staged_customer_month.rowid
where refusal_kind is null and coalesce(version.outcome, 'latest') = 'latest';

-- Answers to surveys later than the extract. The text shown is the stamp in UTC.

update staged_survey_response
set
    refusal_kind = 'after_extract',
    refusal_column = 'answered_at',
    refusal_text = cast(answered_at as varchar)
from core_source
where core_source.source = staged_survey_response.source
    and refusal_kind is null
    and answered_at > extract_at;

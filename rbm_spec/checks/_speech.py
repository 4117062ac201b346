"""What house rules look for in a text, in each of the six languages: citations, references, invitations.

The forms are those of documents of the ITU. Those of French and Spanish stand in its documents as cited in
`generators/document/resolutions.toml`; those of Arabic, Chinese and Russian are a draft as our translations are.
A plan in a language that is not here is judged by the rules that ask no words.
"""

from __future__ import annotations

from dataclasses import dataclass

from rbm_spec.plan.model import Plan

_NUMBER = r"[ \u00a0](?P<number>\d{1,4})(?![\d/])(?:[ \u00a0]?\((?P<session>[^()]*)\))?"
_IN_FULL = r"(?=[ \u00a0]\d{1,4}[ \u00a0]?\((?:C\d\d|[^\W\d_a-zà-ÿа-яё]\w*[a-zà-ÿа-яё]))"
"""Behind a small letter: what is cited names a conference, unlike `resolution 1514 (XV)` of the United Nations."""
_NAME = r"[^\W\d_a-zà-ÿа-яё][\w.'’-]*"
_CITY = rf"(?P<city>{_NAME}(?: {_NAME})*)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_COUNCIL = r"|(?P<council>C\d\d\b.*|(?:\w+\. ?)?(?:WRC|WTSA|WTDC|CMR|AMNT|CMDT|ВКР|ВАСЭ|ВКРЭ|PP|ПК)-\d\d)"
_PAPER = r"((?:C|CWG|IMAC)[-/ ]?\d[A-Za-z0-9/.-]*)"
_COUNTED = r"[ \u00a0]\(?\d{1,2}(?:\.\d{1,2})*\)?(?![\d.,]*[\d%])"
_SECTION = r"[ \u00a0](?P<number>\d{1,2})(?![\d.]*\d)"


@dataclass(frozen=True, slots=True)
class Speech:
    """Patterns of one language, and sentences that show the form to those who write in it.

    Patterns stand here as text: a plan is written in one of the languages, and only that one's are ever compiled.

    A text without any of `named` holds no resolution, which is found out faster than with the pattern, whose group
    `slip` is the word where it is abbreviated or has a small letter. `session` is
    what stands in brackets behind one, `shapes` the same with {0} for city and {1} for year: of a revision, and of what
    was adopted first. `elsewhere` stands before a section that is not one of the same document. `counted` are
    tables, figures, equations and paragraphs with a number.
    """

    document: str
    named: tuple[str, ...]
    resolution: str
    session: str
    citation: str
    shapes: tuple[str, str]
    section: str
    counted: str
    elsewhere: str
    annex: str
    invited: str
    invitation: str


SPEECH = {
    "ar": Speech(
        document=rf"(?:ال|لل)وث(?:يقة|يقتين|يقتان|ائق) {_PAPER}",
        named=("قرار",),
        resolution=rf"(?:ال|لل)قرار(?:ين|ان|ات)?{_NUMBER}",
        session=rf"(?P<rev>المراج\u064e?عة? في )?(?!المراج){_CITY}، {_YEAR}{_COUNCIL}",
        citation="القرار {0} ({1})",
        shapes=("المراجَع في {0}، {1}", "{0}، {1}"),
        counted=rf"(?:ال|لل)(?:جدول|شكل|معادلة|فقرة){_COUNTED}(?! من (?!هذ))",
        section=rf"القسم(?:ين|ان)?{_SECTION}(?! من (?!هذ))",
        elsewhere=r"(?:قرار|مقرر|وثيقة|اتفاقية|دستور|تقرير|ملحق)\b[^.؛]*$",
        annex=r"(?:في|انظر|من خلال) الملحق(?:ات)?\b(?! (?:\d|ب|لل|ال))|\bبالملحق\b(?! \d)",
        invited=r"[يت]\u064f?دع[ىو]|مدعو|[يت]\u064f?رجى|[يت]\u064f?طلب|^ل?لعلم|^للإحاطة",
        invitation="يُدعى المجلس إلى …",
    ),
    "en": Speech(
        document=rf"\bDocuments? {_PAPER}",
        named=("esolution", "ESOLUTION", "Res."),
        resolution=rf"\b(?:Resolutions?|RESOLUTIONS?|(?P<slip>Res\.|resolutions?{_IN_FULL})){_NUMBER}",
        session=rf"(?P<rev>Rev\. )?(?!Rev\b){_CITY}, {_YEAR}{_COUNCIL}",
        citation="Resolution {0} ({1})",
        shapes=("Rev. {0}, {1}", "{0}, {1}"),
        counted=rf"\b(?:[Tt]able|[Ff]igure|[Ee]quation|[Pp]aragraph)s?{_COUNTED}(?! (?:of|in|to|per)\b(?! this\b))",
        section=rf"\b[Ss]ections?{_SECTION}(?! (?:of|in|to)\b(?! this\b))",
        elsewhere=r"(?:Resolution|Decision|Document|Convention|Constitution|[Rr]eport|Annex)\b[^.;]*$",
        annex=r"(?i)\b(?:in|see|by) the annex(?:es)?\b(?! (?:to|of)\b)|\bannexed (?:hereto|to this)\b",
        invited=r"\b(?:is|are) (?:hereby )?(?:invited|requested) to\b|^For information",
        invitation="The Council is invited to …",
    ),
    "es": Speech(
        document=rf"\b[Dd]ocumentos? {_PAPER}",
        named=("esoluci", "ESOLUCI", "Res."),
        resolution=(
            r"\b(?:Resoluci(?:ón|ones)|RESOLUCI(?:ÓN|ONES)"
            rf"|(?P<slip>Res\.|resoluci(?:ón|ones){_IN_FULL})){_NUMBER}"
        ),
        session=rf"(?P<rev>Rev\. )?(?!Rev\b){_CITY}, {_YEAR}{_COUNCIL}",
        citation="Resolución {0} ({1})",
        shapes=("Rev. {0}, {1}", "{0}, {1}"),
        counted=(
            rf"\b(?:[Cc]uadros?|[Tt]ablas?|[Ff]iguras?|[Ee]cuaci(?:ón|ones)|[Pp]árrafos?){_COUNTED}"
            r"(?! del?\b(?! (?:este|presente|la presente)\b))"
        ),
        section=rf"\b[Ss]ecci(?:ón|ones){_SECTION}(?! del?\b(?! (?:este|presente|la presente)\b))",
        elsewhere=r"(?:Resolución|Acuerdo|Decisión|Documento|Convenio|Constitución|[Ii]nforme|Anexo)\b[^.;]*$",
        annex=r"(?i)\b(?:en|véase|por|según) (?:el|los) anexos?\b(?! (?:a|al|de|del|\d)\b)|\banexo al presente\b",
        invited=r"(?i)\bse (?:invita|solicita|pide|ruega)\b|\binvitad[oa]s? a\b|^Para información",
        invitation="Se invita al Consejo a …",
    ),
    "fr": Speech(
        document=rf"\b[Dd]ocuments? {_PAPER}",
        named=("ésolution", "ÉSOLUTION", "Rés."),
        resolution=rf"\b(?:Résolutions?|RÉSOLUTIONS?|(?P<slip>Rés\.|résolutions?{_IN_FULL})){_NUMBER}",
        session=rf"(?P<rev>Rév\. )?(?!R[ée]v\b){_CITY}, {_YEAR}{_COUNCIL}",
        citation="Résolution {0} ({1})",
        shapes=("Rév. {0}, {1}", "{0}, {1}"),
        counted=(
            rf"\b(?:[Tt]ableaux?|[Ff]igures?|[ÉEé]quations?|[Pp]aragraphes?){_COUNTED}"
            r"(?! (?:de|du|des|à)\b(?! (?:l[ea] )?présent)| d['’])"
        ),
        section=rf"\b[Ss]ections?{_SECTION}(?! (?:de|du|des|à)\b(?! (?:l[ea] )?présent)| d['’])",
        elsewhere=r"(?:Résolution|Décision|Document|Convention|Constitution|[Rr]apport|Annexe)\b[^.;]*$",
        annex=(
            r"(?i)\b(?:dans|voir|par|selon) (?:l['’]|les )annexes?\b(?! (?:à|au|de|du|des|\d)\b)"
            r"|\b(?:en|ci-)[ -]?annexe(?:é|ée|és|ées)?\b(?! (?:à|au|de|du|des|\d)\b)"
        ),
        invited=r"\b(?:est|sont) (?:invité|prié)(?:e|s|es)? (?:à|de|d['’])|^Pour information",
        invitation="Le Conseil est invité à …",
    ),
    "ru": Speech(
        document=rf"\b[Дд]окумент(?:а|е|у|ом|ы|ов|ах)? {_PAPER}",
        named=("езолюци", "ЕЗОЛЮЦИ", "Рез."),
        resolution=(
            r"\b(?:Резолюци(?:я|и|ю|ей|й|ям|ях|ями)|РЕЗОЛЮЦИ[ЯИЮЕЙМХ]+"
            rf"|(?P<slip>Рез\.|резолюци(?:я|и|ю|ей|й|ям|ях|ями){_IN_FULL})){_NUMBER}"
        ),
        session=rf"(?P<rev>Пересм\. )?(?!Пересм){_CITY}, {_YEAR} ?[гГ]\.{_COUNCIL}",
        citation="Резолюция {0} ({1})",
        shapes=("Пересм. {0}, {1} г.", "{0}, {1} г."),
        counted=(
            r"\b(?:[Тт]аблиц(?:а|ы|е|у|ей|ах)|[Рр]исун(?:ок|ка|ке|ку|ком|ках)|[Уу]равнени(?:е|я|и|ю|ем|ях)"
            rf"|[Пп]ункт(?:а|е|у|ом|ы|ов|ах)?){_COUNTED}"
            r"(?! (?:повестки|Резолюци|Решени|[Дд]окумент|Конвенци|Устав|[Дд]оклад|[Оо]тчет|[Пп]р(?:ед|и)ложени))"
        ),
        section=(
            rf"\b[Рр]аздел(?:а|е|у|ом|ы|ов|ах|ам)?{_SECTION}"
            r"(?! (?:Резолюци|Решени|[Дд]окумент|Конвенци|Устав|[Дд]оклад|[Оо]тчет|[Пп]редложени|[Пп]риложени))"
        ),
        elsewhere=r"(?:Резолюци|Решени|Документ|Конвенци|Устав|[Дд]оклад|[Оо]тчет|Приложени)\w*[^.;]*$",
        annex=r"(?i)\b(?:в|см\.) приложени(?:и|ях|е)\b(?! (?:к|ко|№|\d)\b)",
        invited=r"\bпредлагается\b|\bприглашается\b|\bпросит(?:ся)?\b|\bпросьба\b|^Для информации",
        invitation="Совету предлагается …",
    ),
    "zh": Speech(
        document=rf"(?:第|文件) ?{_PAPER}",
        named=("号决议",),
        resolution=r"(?<![\d/])第? ?(?P<number>\d{1,4}) ?号决议(?:[（(](?P<session>[^（）()]*)[）)])?",
        session=rf"{_YEAR}年，(?P<city>[^，\d]+)(?P<rev>，修订版)?{_COUNCIL}",
        citation="第{0}号决议（{1}）",
        shapes=("{1}年，{0}，修订版", "{1}年，{0}"),
        counted=(
            r"(?:(?<![代发列仪报])表|图|公式) ?[(（]?\d{1,2}(?:\.\d{1,2})*[)）]?(?![\d.,]*[\d%])|第 ?[\d.]{1,5} ?段"
        ),
        section=r"第 ?(?P<number>\d{1,2}) ?节",
        elsewhere=r"(?:决议|决定|(?<!本)文件|公约|组织法|报告|附件)[^。；]*$",
        annex=r"(?:见|在|如|载于)(?:本文件)?附件(?! ?\d)",
        invited=r"请|供参考",
        invitation="请理事会……",
    ),
}  # fmt: skip


def speech_of(plan: Plan) -> Speech | None:
    """That of the language the plan is written in; None where we have none."""
    return SPEECH.get(plan.spec.authoring_language)

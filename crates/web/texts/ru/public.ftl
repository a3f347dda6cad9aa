### Открытые страницы: главная, реестр, инициатива, территории, органы, просрочки.
refusal-bad-filter = Условие в адресе страницы не удалось прочитать. Проверьте адрес или выберите условия заново.
refusal-as-of-to-come = Этот день ещё не наступил: выберите сегодняшний или более ранний.

## Главная
front-title = Инициативы жителей
front-heading = Инициативы жителей: от посёлка до страны
front-lead = Инициатива начинается там, где люди живут. Если у муниципалитета нет полномочий или средств, она идёт в регион, а оттуда — на федеральный уровень. Каждый шаг, каждый срок и каждое молчание видны всем.
front-pyramid = Где сейчас инициативы
front-submit = Как подать инициативу
front-submit-1 = Опишите, что не так, что предлагаете и что станет лучше.
front-submit-2 = Муниципалитет зарегистрирует её за три дня и опубликует.
front-submit-3 = Соседи поддержат, орган власти ответит в срок. Промолчит — инициатива уйдёт выше, а долг останется за ним.
front-how = Как это устроено
front-find = Найти инициативу
front-find-territory = Выбрать территорию
front-hearings = Ближайшие слушания
front-overdue = Срок нарушен сейчас
front-overdue-lead = Последние нарушения, по которым орган власти до сих пор не ответил.
front-overdue-all = Все просрочки и долги
front-newest = Новые
front-newest-all = Все опубликованные
front-supported = Больше всего голосов
front-nothing-yet = Пока ничего не опубликовано.
hearings-none = Слушания пока не назначены.
hearings-calendar = Календарь слушаний (iCalendar)
hearing-votes = присутствовали { $present }, за — { $for }, против — { $against }
search-button = Найти

## Пирамида
pyramid-label = Перевёрнутая пирамида: число инициатив по уровням и этапам
pyramid-level-municipality = Муниципалитет
pyramid-level-region = Регион
pyramid-level-federation = Федерация
pyramid-overdue = из них срок нарушен
pyramid-as-table = Те же числа таблицей
pyramid-stage = Этап
pyramid-all-here = всего на этом уровне
pyramid-reached = дошло до уровня за всё время
pyramid-adopted = принято на этом уровне
pyramid-explained = Закрытая инициатива остаётся на том уровне, где закончилась. Число ведёт к списку; «дошло» и «принято» считаются за всё время, в том числе по инициативам, которые уже ушли дальше.

## Списки
initiatives-count = { $count ->
    [one] { $count } инициатива
    [few] { $count } инициативы
   *[other] { $count } инициатив
}
overdue-count = { $count ->
    [one] у { $count } нарушен срок
   *[other] у { $count } нарушен срок
}
supports-word = { $count ->
    [one] голос
    [few] голоса
   *[other] голосов
}
line-with = у органа:
line-came = подана { $date }
text-redacted = Текст скрыт
pages-label = Страницы списка
pages-first = В начало
pages-next = Дальше
feed-atom = Лента Atom
dump-csv = Реестр в CSV
contact-phone = Телефон
contact-email = Эл. почта
contact-address = Адрес

## Условия отбора
filter-q = Слова или регистрационный номер
filter-level = Уровень
filter-stage = Этап
filter-territory = Территория
filter-authority = Орган власти
filter-theme = Тема
filter-national-project = Национальный проект
filter-kind = Что предлагается
filter-procedure = Порядок рассмотрения
filter-overdue = Срок
filter-overdue-yes = нарушен
filter-overdue-no = не нарушен
filter-published = Текст
filter-published-yes = опубликован
filter-published-no = ещё не опубликован
filter-open = Долги
filter-open-yes = только неисполненные
filter-open-all = все нарушения
filter-annotated = Документ, что сделано в срок
filter-annotated-yes = приложен
filter-annotated-no = не приложен
filter-as-of = На дату
filter-any = любой
filter-more = Ещё условия
filter-show = Показать
filter-reset = Сбросить
filter-office = Орган власти (название)
offices-title = Какой орган власти?
offices-none = Органа власти с названием «{ $name }» нет.
filter-place = Территория (название)
places-title = Уточните территорию
places-none = Территории «{ $name }» нет. Проверьте название или выберите её в списке.
search-first = Показаны первые двести. Добавьте слово или условие.
filter-by-territory = Выбрать территорию
as-of-notice = Показано, как было на конец дня { $date } (по московскому времени).

## Реестр
register-title = Реестр инициатив
register-nothing = Таких инициатив нет. Уберите часть условий или измените слова.
search-text-of-today = Поиск идёт по сегодняшним текстам инициатив, которые были опубликованы к этой дате.
search-some-words = Все слова вместе нигде не встретились. Показаны инициативы, где есть хотя бы часть из них.

## Инициатива
crumbs = Территория
case-whole = Вы видите больше, чем публика: инициатива относится к вам или к вашему органу.
case-whole-private = Это обращение не публикуется. Вы видите его, потому что оно относится к вам или к вашему органу.
case-private = Обращение гражданина не публикуется. Открыто только одно: какой орган его рассматривает, даты и исход.
case-not-published = Текст ещё не опубликован: сначала орган власти регистрирует инициативу и проверяет, нет ли в ней персональных данных.
case-never-published = Тексты по этому порядку не публикуются.
case-text = Текст инициативы
case-versions = Редакции текста
case-show-changes = Показать, что изменилось по сравнению с предыдущей редакцией
case-hide-changes = Показать без пометок
case-version-not-public = Эта редакция не опубликована.
case-hash = Отпечаток текста (SHA-256):
version = { $count ->
   *[other] Редакция { $count }
}
version-submitted = Как подано
case-now = Где сейчас
case-custody = На рассмотрении у
case-since = С какого дня
case-awaited = Чей ход
case-assigned = Занимается
case-nobody-has-it = Рассмотрение закончено.
case-due = Сроки
due-until = до { $date }
due-missed = срок нарушен: был до { $date }
due-paused = приостановлен с { $date }
due-explain = Откуда этот срок
due-why = { $length }, считая с { $from }: до { $until }.
due-rolled-back = Это выходной, поэтому срок — последний рабочий день перед ним, { $date }.
due-rolled-on = Это выходной, поэтому срок — следующий рабочий день, { $date }.
due-moved = Затем срок передвинут на { $date }.
due-rule = Правило { $rule } ({ $reference }), производственный календарь { $calendar }.
due-uncovered = Для части этого срока производственный календарь ещё не утверждён: выходными считались только субботы и воскресенья.
length-calendar-days = { $count ->
    [one] { $count } календарный день
    [few] { $count } календарных дня
   *[other] { $count } календарных дней
}
length-working-days = { $count ->
    [one] { $count } рабочий день
    [few] { $count } рабочих дня
   *[other] { $count } рабочих дней
}
length-months = { $count ->
    [one] { $count } месяц
    [few] { $count } месяца
   *[other] { $count } месяцев
}
case-terms = Все сроки и чем они закончились
terms-what = Что сделать
terms-who = Кто
terms-due = Срок
terms-became = Что стало
terms-miss-recorded = запись о нарушении
case-custody-history = У кого была инициатива
until-now = сейчас
case-supports = Поддержка
window-open-until = голоса собираются до { $date }
supports-of = из { $needed }
supports-unknown = (порог не задан: число жителей неизвестно)
supports-reached = порог пройден
supports-by-version = По редакциям:
chart-label = Рост числа голосов с { $from } по { $until }, всего { $count }
chart-as-table = Голоса по дням
chart-day = День
chart-change = За день
chart-count = Всего
case-decisions = Решения
decision-ground = Основание:
decision-link = Где это уже предусмотрено:
case-hearings = Слушания
hearing-announced = Назначены
hearing-held = Состоялись { $date }
hearing-protocol = Протокол
case-opinions = Заключения других органов
opinion-asked = запрошено { $date }
opinion-given = получено { $date }
opinion-awaited = ответа пока нет
opinion-agrees = согласен
opinion-disagrees = не согласен
case-reports = Исполнение: ход и отчёт
money-local = Местный бюджет
money-regional = Региональный бюджет
money-federal = Федеральный бюджет
money-contributions = Средства жителей и организаций
labour = Труд жителей
labour-given = { $people } чел., { $hours } ч
case-assessments = Как оценили результат жители
assessments-mean = Средняя оценка { $mean } из 5, всего оценок: { $count }.
assessments-score = Оценка
assessments-given = Сколько
assessments-share = Доля
case-comments = Замечания и предложения жителей
comment-withheld = Замечание скрыто.
case-timeline = Что происходило
case-timeline-lead = Каждая запись сделана один раз и не меняется. Номер — место записи в общем журнале и в истории этой инициативы.
event-recorded = записано { $when }
event-place = Запись { $position } общего журнала, { $sequence }-я в истории инициативы
event-text = Текст
event-due = срок { $date }
event-until = до { $date }
event-on = { $date }
case-about = Об инициативе
about-home = Территория
about-also = Касается также
about-author = Автор
about-no-author = автор сложил полномочия
about-author-later = после публикации
about-co-initiators = { $count ->
    [one] и { $count } соавтор
    [few] и { $count } соавтора
   *[other] и { $count } соавторов
}
about-channel = Как подана
case-attachments = Приложения
kilobytes = КБ
case-related = Связанные
case-similar = Похожие инициативы
case-record = Как было раньше
case-place = Последняя запись об этой инициативе: № { $position } общего журнала, { $sequence }-я в её истории.

## Просрочки и долги
misses-lead = Здесь записано каждое нарушение срока. Запись нельзя удалить. Если орган ответит позже, это будет видно рядом; если документ покажет, что сделано было вовремя, он стоит рядом с записью.
misses-recorded = { $count ->
    [one] нарушение записано
    [few] нарушения записано
   *[other] нарушений записано
}
misses-annotated = { $count ->
    [one] с документом, что сделано в срок
   *[other] с документами, что сделано в срок
}
misses-owed = { $count ->
    [one] долг не исполнен
    [few] долга не исполнено
   *[other] долгов не исполнено
}
misses-none = Нарушений нет.
misses-due = Срок был до
misses-who = Кто не сделал
misses-what = Что
misses-initiative = Инициатива
misses-became = Что стало
miss-owed = не сделано
miss-met-late = сделано { $date }
miss-over = больше не требуется
miss-annotated = по документу сделано { $date }

## Территории
territories-find = Название территории
territories-whole = Вся страна
territories-other = Без федерального округа
territories-count = { $count ->
    [one] Найдена { $count } территория
    [few] Найдено { $count } территории
   *[other] Найдено { $count } территорий
}
territories-more = Показаны первые сто. Напишите название точнее.
territory-residents = жителей: { $residents }
territory-residents-unknown = число жителей неизвестно
territory-ended = упразднена с { $date }
territory-nothing = Отсюда инициатив пока не было.
territory-all = Все инициативы этой территории
territory-no-authority = Своего органа власти здесь нет: инициативы принимает орган власти территории уровнем выше.
territory-projects = По национальным проектам
territory-parts = Что входит
territory-code = Код территории: { $code }
district-central = Центральный федеральный округ
district-northwestern = Северо-Западный федеральный округ
district-southern = Южный федеральный округ
district-north-caucasian = Северо-Кавказский федеральный округ
district-volga = Приволжский федеральный округ
district-ural = Уральский федеральный округ
district-siberian = Сибирский федеральный округ
district-far-eastern = Дальневосточный федеральный округ
territory-type-republic = республика
territory-type-krai = край
territory-type-oblast = область
territory-type-autonomous-oblast = автономная область
territory-type-autonomous-okrug = автономный округ
territory-type-federal-city = город федерального значения
territory-type-municipal-district = муниципальный район
territory-type-municipal-okrug = муниципальный округ
territory-type-urban-okrug = городской округ
territory-type-intra-city = внутригородская территория
territory-type-urban-settlement = городское поселение
territory-type-rural-settlement = сельское поселение

## Органы власти
refusal-bad-month = Месяц указан неверно. Напишите, например, 2027-01; первый месяц не может быть позже последнего.
authorities-title = Органы власти: кто отвечает в срок
authorities-lead = Сравниваются сроки, наступившие в выбранные месяцы. Каждое число ведёт к списку того, что в нём посчитано.
authorities-find = Название органа власти
authorities-none-found = Такого органа власти нет.
authorities-none = На этом уровне за эти месяцы сравнивать нечего.
authorities-caption = Доля сделанного в срок
authorities-place = Место
authorities-explained = Место даётся тем, у кого наступило не меньше десяти сроков: при меньшем числе доля случайна. «В срок» — сделано до конца последнего дня. Нарушение считается навсегда, даже если орган потом ответил.
filter-from-month = С месяца
filter-until-month = По месяц
measure-rate = в срок
measure-due = сроков наступило
measure-met = сделано в срок
measure-late = сделано позже
measure-missed = нарушений
measure-owed = долгов
measure-extended = продлено
measure-annotated = с документом
measure-running = идут
measure-adopted = принято
measure-refused = отказано
measure-passed-up = передано выше
measure-about-due = Сроки, которые наступили: выполненные вовремя, выполненные позже и нарушенные.
measure-about-met = Сделано до конца последнего дня срока.
measure-about-late = Сделано после срока.
measure-about-missed = Сроки с записанным нарушением, что бы ни было потом.
measure-about-owed = Нарушено и до сих пор не сделано.
measure-about-extended = Сроки, которые законно продлены или передвинуты.
measure-about-annotated = Записаны как нарушенные, но есть документ, что сделано вовремя.
measure-about-running = Сроки, которые ещё идут.
measure-about-adopted = Инициативы, принятые к исполнению.
measure-about-refused = Инициативы, по которым отказано или которые не приняты к рассмотрению.
measure-about-passed-up = Инициативы, переданные или согласованные на уровень выше.
authority-in-time = сделано в срок
authority-nothing-yet = Сроков пока не было.
authority-abolished = упразднён с { $date }
authority-successor = правопреемник:
authority-debts = Долги
authority-all-misses = Все нарушения этого органа
authority-custody = На рассмотрении
authority-custody-none = Сейчас у этого органа инициатив нет.
authority-custody-all = Всё, что на рассмотрении
authority-figures = За всё время
authority-contacts = Кто отвечает и как связаться
authority-months = По месяцам
authority-month = Месяц
authority-months-explained = Срок относится к месяцу, в котором он истекает; решение — к месяцу, в котором принято.
role-acting = (исполняет обязанности)
counted-none = В этом числе ничего не посчитано.
counted-date = Дата
counted-what = Что
counted-decision = решение

## Как это устроено
how-lead = Обычно решения идут сверху вниз. Здесь — наоборот: предложение жителей поднимается ровно до того уровня, где есть полномочия и деньги, и каждый, у кого оно побывало, обязан ответить.
how-contents = Содержание
how-way = Путь инициативы
how-way-1 = Инициативу подаёт житель, организация или ТОС: через сайт, на бумаге или на собрании. В ней сказано, что не так, что предлагается и что станет лучше; для правила или закона нужен проект текста.
how-way-2 = Делопроизводитель регистрирует её под номером своего органа. Если чего-то не хватает, он один раз просит автора уточнить, и срок на это время останавливается.
how-way-3 = Текст проверяют, нет ли в нём персональных данных, и публикуют. С этого дня инициативу можно поддержать, обсудить, провести по ней слушания.
how-way-4 = Муниципалитет принимает её, отказывает по одному из перечисленных оснований, предлагает доработать или передаёт в регион, если у него нет полномочий или средств. Регион решает сам или согласует и передаёт федерации.
how-way-5 = Принятую инициативу исполняет назначенный орган: отчитывается о ходе работ и деньгах, публикует отчёт, а жители оценивают результат.
how-levels = Три уровня
how-levels-1 = Муниципалитет, регион, федерация. Инициатива поднимается не больше чем на один уровень за раз и сохраняет свою историю с первого слова до отчёта.
how-levels-2 = В каждый момент она у одного органа власти, и видно, с какого дня, до какого и по какому правилу.
how-levels-3 = ТОС и поселение без своей администрации подают инициативы, но не рассматривают: их принимает муниципалитет.
how-silence = Что бывает, если орган молчит
how-silence-1 = Пропущенный срок записывается сам и навсегда: эту запись не может удалить никто. После короткой отсрочки инициатива сама уходит на уровень выше.
how-silence-2 = Обязанность при этом не исчезает: она остаётся за промолчавшим органом как долг, пока он не представит свою позицию. Тогда долг исполнен, но с опозданием.
how-silence-3 = Если по документу всё сделано вовремя, а записано позже, документ стоит рядом с записью о нарушении, и в статистике видны оба числа.
how-support = Голоса
how-support-1 = Один человек поддерживает инициативу один раз — на сайте или на бумаге. Голос относится к той редакции текста, которую человек видел; после доработки его спрашивают один раз, поддерживает ли он и новую.
how-support-2 = Каждый уровень считает голоса своих жителей, федерация — всех. Сколько нужно, вычисляется в день публикации и больше не меняется.
how-support-3 = Набранное число голосов не отнимает инициативу у органа, чей срок ещё идёт. Но если он откажет, инициатива пойдёт выше.
how-who = Кто что может
how-who-1 = Права даёт запись в журнале: назначение, проверка личности. По собственной инициативе никто не принимает решений.
how-role-visitor = Любой
how-may-visitor = читает, подписывается на ленты, скачивает данные
how-role-resident = Житель
how-may-resident = подаёт, поддерживает, пишет замечания, оценивает результат — после подтверждения личности; следить и готовить черновик можно без этого
how-role-organisation = Организация, ТОС
how-may-organisation = подают инициативы через представителя
how-role-clerk = Делопроизводитель
how-may-clerk = регистрирует, просит уточнить, публикует, записывает слушания, отправляет ответы
how-role-officer = Исполнитель
how-may-officer = готовит решения, отчитывается о ходе работ
how-role-head = Руководитель
how-may-head = решает, продлевает срок, передаёт по компетенции
how-role-auditor = Аудитор
how-may-auditor = читает всё, кроме запечатанного; каждое вскрытие записывается
how-role-administrator = Администратор
how-may-administrator = ведёт органы, должностных лиц и территории; по инициативам ничего не решает
how-personal = Персональные данные
how-personal-1 = Имена, адреса и телефоны жителей хранятся отдельно от открытых записей и зашифрованы. В журнале, на страницах, в лентах и выгрузках их нет.
how-personal-2 = Автор и сторонники видны без имён. Имя организации или ТОС публикуется, если они на это согласны.
how-personal-3 = Перед публикацией текст проверяет программа, а потом человек: похожее на персональные данные скрывается. Если что-то всё же попало в открытый текст, его скрывают и позже, и остаётся видно, что часть текста скрыта и на каком основании.
how-personal-4 = После закрытия дела и истечения срока хранения данные человека можно стереть. История при этом остаётся проверяемой, а его голос не сможет быть отдан второй раз.
how-procedure = Порядок
how-version = Редакция { $version }.
how-public = Тексты и голоса открыты.
how-not-public = Тексты не публикуются: видны только орган, даты и исход.
how-terms = Сроки
how-terms-note = День события не считается. Срок кончается в 24 часа последнего дня по времени органа. Ссылки на законы должен проверить юрист.
how-rule = Правило
how-when-missed = Если пропустить
how-reference = Откуда
how-by-decision = дата в решении
how-extension = можно продлить, не больше чем на { $length }
how-thresholds = Сколько нужно голосов
how-share = { $share } % жителей
how-people = { $people } человек по всей стране
how-people-over = { $people } человек, если жителей больше { $over }
how-grounds-note = Других оснований нет: список закрытый.
obliged-authority = орган власти
obliged-author = автор
obliged-executor = исполнитель
obliged-authority-above = вышестоящий орган
obliged-nobody = —
missed-recorded = нарушение записывается навсегда
missed-grace = нарушение записывается, начинается отсрочка
missed-escalates = уходит на уровень выше
missed-lapses = право пропадает, рассмотрение идёт дальше
missed-nothing = ничего
grounds-not-admitted = Когда не принимают к рассмотрению
grounds-refused = Когда отказывают
grounds-left-without-answer = Когда обращение оставляют без ответа
grounds-correspondence-ended = Когда прекращают переписку

## Открытые данные
data-lead = Всё, что здесь показано, можно забрать и проверить: ленты для чтения, выгрузки для анализа, журнал открытых событий с самого начала.
data-feeds = Ленты
data-dumps = Выгрузки
data-programs = Для программ
data-what = Что
data-format = Формат
data-address = Адрес
data-for-example = например
data-all = Все открытые события
data-territory = События одной территории и всего, что в неё входит
data-authority = События одного органа власти
data-initiative = События одной инициативы
data-misses = Просрочки и долги
data-hearings = Календарь слушаний
data-register = Реестр инициатив
data-supports = Голоса по дням и территориям
data-dumps-note = У каждой выгрузки есть описание полей, коды органов и территорий и лицензия. Скрытый текст остаётся в ней строкой с пометкой, что он скрыт.
data-changes = Все открытые события по порядку, с любого места
data-live = Открытые события в момент записи
data-openapi = Описание API
data-api-docs = API с примерами запросов
data-examples = Примеры
data-example-changes = Все события с самого начала, по сто; последний номер — с чего продолжать:
data-example-dump = Реестр целиком:
data-example-live = Новые события по мере появления:
data-licence = Лицензия
data-licence-text = Данные можно использовать свободно, в том числе изменять и распространять, с указанием источника (Creative Commons Attribution 4.0).
data-codes = Коды
data-codes-text = Территории обозначены кодами ОКТМО, страна — RU. Коды органов власти начинаются с кода территории. Коды тем и национальных проектов стоят в выгрузке реестра.
data-not = Чего здесь нет
data-not-text = Персональных данных, неопубликованных текстов и содержания обращений граждан. Люди обозначены условными именами, разными в каждой инициативе: по ним нельзя узнать, что ещё делал тот же человек.

## Открытый журнал

receipt-stands = Квитанция: событие { $position } открытого журнала, хеш записи
receipt-proof = Доказательство
log-event-title = Событие { $position } открытого журнала
log-event-initiative = инициатива
log-event-proof = Доказательство
log-event-signed = Запись об этом событии стоит в подписанном журнале: убрать её или изменить незаметно уже нельзя.
log-event-not-signed = Запись ещё не подписана. Это происходит в течение минуты; обновите страницу.
log-event-leaf = Хеш записи
log-event-size = Записей в подписанном журнале
log-event-root = Корень дерева
log-event-key = Ключ проверки
log-event-evidence = Скачать доказательство
log-event-entry-file = запись (JSON)
log-event-by-program = Проверить без связи и без доверия к этому сайту:
log-event-entry = Запись
log-event-entry-about = Всё, что журнал говорит о событии. Текстов и имён в нём нет, только отпечатки, по которым текст можно узнать.
log-event-texts = Тексты события
log-event-texts-about = Каждый текст сверен с отпечатком в записи: подменить его незаметно нельзя.
log-event-opening = Ключ отпечатка
log-event-context = Место, для которого он сделан
log-event-commitment = Отпечаток в записи
check-wait = Ждём подписи: она появляется в течение минуты…
check-checking = Проверяем доказательство в вашем браузере…
check-leaf = Хеш записи сосчитан заново
check-path = Путь от записи ведёт к корню дерева; записей в дереве
check-signature = Подпись под корнем верна
check-texts = Показанные тексты — те, отпечатки которых стоят в записи; текстов
check-failed = Не сошлось
check-unable = Этот браузер не умеет проверить подпись. Скачайте доказательство и проверьте программой.
check-key = Проверено в вашем браузере ключом с этой же страницы. Сверьте ключ с опубликованным в другом месте: ключ от самого сайта доказывает только то, что сайт согласен сам с собой.
check-noscript = Без скриптов страница не проверяет доказательство сама: скачайте его и проверьте программой.

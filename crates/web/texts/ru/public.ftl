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
pyramid-overdue = срок нарушен
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
filter-as-of = На дату
filter-any = любой
filter-more = Ещё условия
filter-show = Показать
filter-reset = Сбросить
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

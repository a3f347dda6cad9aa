### Стол сотрудников: на исполнении, дело, действия.
## Действия
verb-register = Зарегистрировать
verb-not-admit = Не принять к рассмотрению
verb-return-for-clarification = Вернуть автору для уточнения
verb-clarify = Записать уточнение автора с бумаги
verb-publish = Опубликовать
verb-forward = Передать по компетенции
verb-adopt = Принять инициативу
verb-refuse = Отказать
verb-offer-revision = Предложить доработку
verb-pass-up = Передать в регион
verb-revise = Записать доработанный текст
verb-endorse = Согласовать и передать федерации
verb-return = Вернуть на уровень ниже
verb-decide-appeal = Решить по жалобе
verb-report-progress = Отчитаться о ходе исполнения
verb-move-execution-term = Перенести срок исполнения
verb-complete = Отметить исполнение
verb-abandon-execution = Прекратить исполнение
verb-publish-report = Опубликовать итоговый отчёт
verb-propose-merge = Предложить объединение
verb-assign = Назначить ответственного
verb-reclassify = Изменить тему или вид
verb-extend = Продлить срок рассмотрения
verb-request-opinion = Запросить заключение
verb-give-opinion = Дать заключение
verb-announce-hearing = Объявить слушания
verb-record-hearing = Внести протокол слушаний
verb-dispatch-answer = Отметить отправку письма
verb-correct-decision = Исправить описку в решении
verb-redact = Скрыть текст
verb-pass-custody = Передать правопреемнику
verb-erase-personal-data = Отметить стирание персональных данных
verb-file-position = Представить позицию по долгу
verb-annotate-miss = Приложить документ к просрочке
verb-answer = Ответить по существу
verb-leave-without-answer = Оставить без ответа
verb-end-correspondence = Прекратить переписку
## Что заполняют
fill-theme = Тема
fill-national-project = Национальный проект
fill-ground = Основание
fill-reasons = Мотивы
fill-reasons-hint = Эти слова войдут в письмо автору и будут опубликованы.
fill-questions = Что нужно уточнить
fill-answer = Ответ
fill-clarify-answer = Ответ автора, как он написан на бумаге
fill-to = Кому передать
fill-pass-custody-to = Правопреемник
fill-why = Почему
fill-executor = Исполнитель
fill-executor-hint = Орган другого уровня — только после его согласия в заключении.
fill-until = Исполнить до
fill-move-execution-term-until = Новый срок
fill-link = Где это запланировано или сделано
fill-what = Что предлагается изменить
fill-opinion = Заключение
fill-cause = Причина возврата
fill-outcome = Решение по жалобе
fill-works = Что сделано
fill-report = Итоговый отчёт
fill-money-local-budget = Местный бюджет, ₽
fill-money-regional-budget = Бюджет региона, ₽
fill-money-federal-budget = Федеральный бюджет, ₽
fill-money-contributions = Средства жителей и организаций, ₽
fill-labour-people = Участвовало людей
fill-labour-hours = Часов работы всего
fill-into = С какой инициативой объединить
fill-official = Ответственный
fill-kind = О чём просят
fill-days = На сколько календарных дней
fill-reason = Почему нужен более долгий срок
fill-authority = Какой орган
fill-question = Вопрос
fill-agrees = Позиция
fill-on = Дата
fill-starts-at = Начало
fill-place = Место
fill-held-on = Когда прошли
fill-protocol = Протокол
fill-present = Присутствовало
fill-votes-for = За
fill-votes-against = Против
fill-nth = К чему относится
fill-dispatch-answer-nth = О чём письмо
fill-outgoing-number = Исходящий номер
fill-outgoing-number-hint = Предложен следующий по книге этого года; можно изменить.
fill-channel = Как отправлено
fill-field = В каком поле
fill-old = Как было
fill-new = Как должно быть
fill-text = Какой текст скрыть
fill-masked = Что показывать вместо него
fill-masked-hint = Пусто — текст исчезнет целиком.
fill-basis = Правовое основание
fill-position = Позиция органа
fill-done-on = Когда это было сделано на самом деле
fill-document = Каким документом это подтверждается
fill-dated = Дата документа
dated-hint = Обычно сегодня. Если документ подписан раньше — день подписи.
dated-late = Сегодня уже поздно: действие возможно, только если документ подписан раньше, не ранее { $date }.
fill-optional = (необязательно)
authority-other = или найти другой по названию или коду:
questions-own = Своими словами
corrected-reasons = мотивы
corrected-opinion = заключение
corrected-what = что предлагалось изменить
corrected-link = ссылка
agrees-true = Согласны
agrees-false = Не согласны
phrase-place = Уточните, пожалуйста, где именно предлагается выполнить работы: улицу, дом или ориентир.
phrase-boundaries = Уточните границы участка; удобнее всего приложить схему или снимок.
phrase-cost = Приложите, если он есть, расчёт примерной стоимости.
phrase-contribution = Напишите, чем готовы помочь жители: средствами, трудом, материалами.
phrase-result = Опишите, какой результат вы ожидаете и кому он поможет.
phrase-illegible = Часть текста не удалось прочитать. Пришлите его, пожалуйста, ещё раз.
phrase-wording = Приложите формулировку правила или закона, которую предлагаете.
ground-link = нужна ссылка
ground-linked = дело продолжится как обращение гражданина
register-and-publish = Зарегистрировать и опубликовать
read-the-case = Прочитать инициативу
no-longer-possible = Теперь это действие недоступно:
changed-since = Что изменилось, пока форма была открыта:
## Персональные данные
gate-title = Похоже на персональные данные
gate-mend-or-confirm = Исправьте текст выше или укажите для каждого места, почему его можно публиковать: его увидят все, а причина сохранится в деле.
gate-mask = скрыть
because-label = Почему это можно публиковать
because-none = — исправлю текст —
because-public-role = назван как должностное или публичное лицо
because-office-contact = контакт или реквизит органа или организации
because-consented = человек согласен на публикацию, согласие есть
because-not-personal = это не персональные данные
finding-phone = телефон
finding-email = адрес почты
finding-snils = СНИЛС
finding-inn = ИНН
finding-bank-card = номер карты
finding-passport = паспорт
finding-car-plate = номер автомобиля
finding-full-name = полное имя
finding-address = адрес с квартирой
finding-birth-date = дата рождения
## Дело
next-step = Следующий шаг
actions = Что можно сделать
actions-intake = Приём
actions-decision = Решение
actions-execution = Исполнение
actions-work = Работа с делом
actions-record = Записи и исправления
actions-none = Сейчас ваших действий здесь нет.
actions-refused = Что сейчас недоступно и почему
desk-case-text = Текст инициативы
desk-case-custody = На рассмотрении у
desk-case-terms = Сроки
case-facts = Сведения
desk-case-decisions = Решения
desk-case-opinions = Заключения
desk-case-hearings = Слушания
desk-case-supports = Поддержка
desk-case-timeline = Ход дела
desk-case-assigned = Ответственный
case-not-public = не публикуется
nobody-assigned = не назначен
case-take = Взять себе
case-take-over = Забрать себе
also-open = Дело сейчас открыто также у:
custody-nobody = Дело закрыто.
custody-since = с { $date }
terms-none = Сейчас ничего не ожидается.
term-why = почему такой срок
term-explained = Правило { $rule }: { $event } — { $trigger }, затем { $length }; календарь { $calendar }. Срок — { $due }.
term-reference = Основание: { $reference }.
term-moved = Сначала срок был { $date }.
term-extended = продлён
timeline-words = Тексты
recorded-on = записано { $date }
desk-hearing-votes = Присутствовало { $present }, за { $for }, против { $against }.
desk-opinion-awaited = ответа ещё нет
fact-received = Поступила
fact-numbers = Номера
fact-theme = Тема
fact-project = Национальный проект
fact-consents = Согласия автора
fact-procedure = Порядок
fact-files = Файлы
agreed-publish = на публикацию текста
agreed-pass-up = на передачу выше
agreed-name = на имя рядом с текстом
public-page = Страница для всех
letters-of-case = Письма по делу
linked-from = Дело, из которого это выделено
linked-case = Обращение, открытое вместо этого дела
merged-case = Инициатива, с которой объединено
withhold-comment = Скрыть замечание
invalidate-support = Вычеркнуть голос
sealed-title = Закрытые данные
sealed-hint = Имя, контакты, письмо и файлы дела читают, назвав причину. Кто, что и зачем прочёл — событие, которое видят все; сами данные показываются один раз, на следующей странице.
sealed-fields = Что открыть
sealed-identity = Имя и дата рождения автора
sealed-contacts = Телефон и почта автора
sealed-letter = Исходное письмо
sealed-attachments = Файлы дела: присланные и сканы листов
sealed-phone = Телефон
sealed-email = Почта
sealed-reason = Зачем
sealed-open = Записать открытие и показать
sealed-recorded = Открытие записано. Оно действует до конца дня.
sealed-erased = Персональные данные уничтожены: прочесть их больше нельзя.
sealed-nothing = Этих данных никто не сообщал.
sealed-evidence = Доказательство для проверки
opening-identification = установить, кто автор
opening-contact = спросить автора или сообщить ему
opening-review = решить по существу
opening-answer = составить или отправить ответ
opening-inquiry = запросил суд или другой орган
opening-audit = проверить, как вели дело
supporters-title = Голоса по одному
supporters-hint = Кто поддержал, не показывается: у голоса есть день, место жительства и способ, которым он подан. По ним находят строку подписного листа.
supporters-none = Голосов пока нет.
supporters-choose = Выбрать
supporters-choose-one = Голос от { $day }, { $place }
supporters-day = День
supporters-residence = Место жительства
supporters-channel = Как подан
supporters-standing = Состояние
supporters-is-given = учтён
supporters-is-withdrawn = отозван
supporters-is-invalidated = вычеркнут
next-case = Следующее дело на исполнении:
next-case-due = срок { $date }
next-case-none = Других дел с подходящим сроком на исполнении нет.
merge-choose = Сравните тексты и выберите, с какой инициативой объединить эту. Решать будет автор той, что закончится.
merge-compare = Сравнить
merge-not-yours = Такой инициативы у вашего органа нет.
merge-ends = Закончится, если автор согласится
merge-goes-on = Продолжится
merge-counts = { $one } и { $other }: один и тот же человек мог поддержать обе. Голоса не складываются.
## Что сделано
done-register = Зарегистрировано.
done-publish = Опубликовано: жители могут поддерживать и обсуждать.
done-other = Записано.
done-assign = Ответственный назначен.
done-dispatch-answer = Отправка письма записана.
done-refuse = Отказ записан. Осталось отправить письмо автору.
done-adopt = Инициатива принята. Осталось отправить письмо автору.
## На исполнении
desk-more = Ещё на столе
desk-find = Найти дело
desk-intake = Принять с бумаги
desk-registers = Книги учёта
desk-verify = Подтвердить личность
desk-sections = Разделы
desk-empty = Ничего не ожидает — или ничего не подходит под выбранное.
desk-tick = Отметить
desk-tick-case = Отметить: { $title }
desk-take = взять
desk-take-case = Взять себе: { $title }
desk-assign-ticked = Отмеченные назначить:
desk-assign = Назначить
section-overdue = Просрочено
section-today = Сегодня
section-week = На этой неделе
section-later = Позже
section-debts = Долги
section-waiting = Ждём автора
column-number = Номер
column-title = Инициатива
column-term = Что сделать
column-due = Срок
column-assigned = Ответственный
column-stage = Этап
filter-who = Чьи
filter-who-all = все
filter-who-mine = мои
filter-who-unassigned = никому не назначенные
desk-filter-theme = Тема
filter-term = Что сделать
filter-all = все
filter-apply = Показать
days-today = сегодня
## Почему нельзя
why-other-stage = Бывает на другом этапе
why-wrong-stage = На этом этапе этого не делают.
why-wrong-level = На этом уровне этого шага нет.
why-held-by-another = Дело сейчас у другого органа.
why-wrong-role = Это делает { $needed }.
why-comments-open = Замечания жителей принимаются до { $until }; решать раньше нельзя.
why-too-late-to-forward = Передать можно было до { $until }.
why-author-awaited = Автору задан вопрос, он может ответить до { $until }.
why-too-late-to-extend = Срок был { $due }; после него продлевать нельзя.
why-extension-too-long = Продлить можно не больше чем на { $at_most }.
why-reasons-too-short = Мотивы должны быть не короче { $at_least } знаков, сейчас { $chars }.
why-done-before-preceding = Дата документа раньше предыдущего шага ({ $preceding }).
why-done-too-long-ago = Слишком давно: самая ранняя допустимая дата — { $earliest }.
why-done-in-future = Дата документа ещё не наступила.
why-used-up = Больше нельзя: { $what }.
why-no-running-term = Такого срока сейчас нет.
why-not-your-debt = За вашим органом такого долга здесь нет.
why-still-to-be-done = Это ещё можно сделать по существу.
why-not-your-decision = Исправить решение может только орган, который его принял.
why-own-initiative = Это ваша собственная инициатива.
why-not-in-procedure = Этот порядок такого не предусматривает.
why-outside-competence = Вопрос вне компетенции вашего органа: передайте выше или по компетенции.
why-consent-missing = Автор не дал согласия: { $consent }.
why-author-not-erased = Сначала стираются данные самого человека.
why-already-done = Это уже сделано.
why-field-required = Нужно заполнить: { $field }.
why-field-missing = Нужно заполнить.
needed-a-clerk-of-the-authority-that-has-it = сотрудник органа, у которого дело
needed-the-head-of-the-authority-that-has-it = руководитель органа, у которого дело
needed-the-head-of-the-authority-above = руководитель вышестоящего органа
needed-an-officer-of-the-executor = сотрудник исполнителя
needed-the-head-of-the-executor = руководитель исполнителя
needed-an-official-of-the-authority-concerned = сотрудник органа, которого это касается
needed-an-administrator = администратор
needed-the-head-of-the-authority-that-decided = руководитель органа, принявшего решение
needed-the-engine-s-clock = система по сроку
needed-nobody = никто
what-a-clarification = уточнение у автора запрашивают один раз на каждом уровне
what-an-extension = срок продлевают один раз на каждом уровне
what-an-appeal = жалоба на решение подаётся один раз
what-forwarding = передачи по компетенции исчерпаны
what-offering-a-revision = доработку предлагают один раз
what-returning-it = возвращают один раз с каждого уровня
consent-the-publication-of-the-text = на публикацию текста
consent-passing-it-up-to-the-level-that-can-decide = на передачу выше
## Сколько
terms-over = { $count ->
    [one] ещё { $count } завершённый срок
    [few] ещё { $count } завершённых срока
   *[other] ещё { $count } завершённых сроков
}
days-left = { $count ->
    [one] остался { $count } день
    [few] осталось { $count } дня
   *[other] осталось { $count } дней
}
days-over = { $count ->
    [one] { $count } день назад
    [few] { $count } дня назад
   *[other] { $count } дней назад
}
desk-length-calendar-days = { $count ->
    [one] { $count } календарный день
    [few] { $count } календарных дня
   *[other] { $count } календарных дней
}
desk-length-working-days = { $count ->
    [one] { $count } рабочий день
    [few] { $count } рабочих дня
   *[other] { $count } рабочих дней
}
desk-length-months = { $count ->
    [one] { $count } месяц
    [few] { $count } месяца
   *[other] { $count } месяцев
}
supports-count = { $count ->
    [one] поддерживает { $count } человек
    [few] поддерживают { $count } человека
   *[other] поддерживают { $count } человек
}
desk-case-comments = { $count ->
    [one] { $count } замечание
    [few] { $count } замечания
   *[other] { $count } замечаний
}
ground-min-chars = мотивы не короче { $count ->
    [one] { $count } знака
   *[other] { $count } знаков
}
desk-assigned = { $count ->
    [0] Ничего не изменилось: дела уже назначены.
    [one] Назначено { $count } дело.
    [few] Назначено { $count } дела.
   *[other] Назначено { $count } дел.
}

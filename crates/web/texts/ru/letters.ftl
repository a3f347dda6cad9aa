### Бумаги: письма, книги регистрации, приём на бумаге, поиск дела.
letters-title = Письма по делу
letters-case = Дело
letters-none = Писем пока нет: письмо появляется вместе с шагом, о котором сообщают автору.
letters-kind = Письмо
letters-step = Дата шага
letters-authority = Отправитель
letters-state = Отправка
letters-free = срок отправки не установлен
letters-owed = отправить до { $due }
letters-sent = отправлено { $on }, № { $number }
letters-back = Все письма по делу
letters-print = Напечатать
letters-hint = Текст составлен по записям дела. Номер и дата появляются, когда отправка отмечена в деле; до этого их вписывают от руки. Имя и адрес автора закрыты и тоже вписываются от руки.
letter-kind-receipt = Уведомление о регистрации
letter-kind-clarification = Запрос уточнений
letter-kind-forwarding = Уведомление о передаче по компетенции
letter-kind-extension = Уведомление о продлении срока
letter-kind-not-admitted = Отказ в приёме к рассмотрению
letter-kind-refusal = Отказ
letter-kind-adoption = Решение о принятии
letter-kind-revision = Предложение доработать
letter-kind-passing-up = Уведомление о передаче в регион
letter-kind-endorsement = Уведомление о согласовании и передаче федерации
letter-kind-return = Уведомление о возвращении
letter-kind-appeal-answer = Ответ на жалобу
letter-kind-merger = Предложение объединить инициативы
letter-kind-abandonment = Уведомление о прекращении исполнения
letter-kind-answer = Ответ на обращение
letter-kind-no-answer = Уведомление об оставлении без ответа
letter-kind-correspondence-ended = Уведомление о прекращении переписки
registers-incoming = Книга входящих
registers-outgoing = Книга исходящих
registers-books = Книги
registers-pages = Страницы книги
registers-csv = Скачать за год (CSV)
registers-year = Год
registers-authority = Код органа власти
registers-show = Показать
registers-empty = За этот год записей нет.
registers-first = К началу
registers-next = Дальше
registers-number = Номер
registers-registered = Зарегистрирована
registers-sent = Отправлено
registers-case = Дело
registers-home = Территория
registers-came-by = Как поступила
registers-way = Способ
registers-answers = О чём сообщает
registers-due = Срок отправки
registers-note = Отметки
registers-again = повторно, номер прежний
registers-late = с опозданием
### ---- приём на бумаге
intake-title = Приём на бумаге
intake-lead = Сначала — кто автор. Если такой человек уже записан, заново он не заводится; если нет, он записывается как тот, чей документ Вы видели.
intake-author = Автор
intake-person = житель (имя закрыто)
intake-other-author = другой автор
intake-on = Дальше: сама инициатива
intake-known = Человек с таким именем и датой рождения уже записан. Кто перед Вами?
intake-same = Тот же человек
intake-verified-on = подтверждён { $on }
intake-another = Другой человек, полный тёзка
intake-known-hint = Полных тёзок, родившихся в один день, различает только сотрудник: от ответа зависит, считаются ли их голоса одним.
intake-initiative = Инициатива на бумаге
intake-channel = Как поступила
intake-received-on = Когда поступила
intake-sender-number = Номер на письме автора
intake-home = Территория, о которой речь
intake-procedure = Порядок рассмотрения
intake-consents = Согласия в письме
intake-consents-hint = Отметьте только то, что есть на бумаге с подписью. Без первых двух инициатива будет рассмотрена как обращение гражданина.
intake-letter = Текст письма целиком
intake-letter-hint = Хранится закрыто: его не увидит никто, кроме сотрудника, который укажет причину.
intake-files = Сканы
intake-files-hint = PDF, JPEG, PNG или текст, до 10 МБ каждый.
intake-submit = Внести
person-kind = Кто это
person-surname = Фамилия
person-given-names = Имя
person-patronymic = Отчество
person-birth-date = Дата рождения
person-name = Название (для организации и ТОС)
person-residence = Где живёт или находится
person-other-residence = Другая территория: код ОКТМО
person-seen-on = Когда Вы видели документ
person-phone = Телефон
person-email = Электронная почта
person-sealed = Имя, дата рождения, телефон и почта хранятся закрыто. Указанные телефон и почта заменят прежние.
field-surname = Фамилия
field-given-names = Имя
field-birth-date = Дата рождения
field-residence = Место жительства
field-lines = Строки листа
field-files = Сканы
field-scan = Скан
field-attachment = Файл
field-received-on = Когда поступила
verify-title = Подтверждение личности
verify-lead = Для тех, кто завёл учётную запись на сайте и пришёл с документом.
verify-login-hint = Логин, под которым человек входит на сайт.
verify-button = Документ предъявлен
verify-done = Личность подтверждена.
### ---- подписной лист
sheet-title = Подписной лист
sheet-home = Место жительства, если в строке не указано
sheet-channel = Где подписано
sheet-scan = Скан листа
sheet-scans = Сканы подписных листов
sheet-scan-one = Скан
sheet-elsewhere = Внести и тех, кто живёт не здесь: их голоса считаются только на уровнях выше
sheet-lines = Подписи
sheet-hint = По человеку в строке: фамилия имя отчество; дата рождения; место жительства. Enter — следующая строка. Можно вставить список из таблицы.
sheet-name = Фамилия, имя, отчество
sheet-born = Дата рождения
sheet-place = Где живёт
sheet-more = Ещё строки
sheet-enter = Внести подписи
sheet-line = Строка
sheet-verdict = Итог
sheet-valid = { $count ->
    [one] Учтена { $count } подпись.
    [few] Учтены { $count } подписи.
   *[other] Учтено { $count } подписей.
}
sheet-twice = { $count ->
    [one] Уже есть: { $count }.
   *[other] Уже есть: { $count }.
}
sheet-mend = { $count ->
    [one] { $count } строку нужно поправить: она осталась в форме.
    [few] { $count } строки нужно поправить: они остались в форме.
   *[other] { $count } строк нужно поправить: они остались в форме.
}
scan-kilobytes = КБ
verdict-valid = учтено
verdict-duplicate = уже поддержал
verdict-repeated = тот же человек, что в строке { $line }
verdict-unreadable-name = не читается: нужны фамилия и имя
verdict-unreadable-date = не читается: нужна дата рождения, год четырьмя цифрами
verdict-unreadable-impossible = такой даты рождения не может быть
verdict-unknown-place = место жительства не найдено
verdict-not-resident = не житель
verdict-under-age = младше 16 лет
verdict-refused = отказано
### ---- поиск дела
find-title = Найти дело
find-by = По чему искать
find-by-surname = по фамилии
find-by-phone = по телефону
find-by-number = по номеру
find-by-title = по словам названия
find-by-tag = по метке голоса
find-what = Что искать
find-hint = Фамилия или номер целиком. Находятся только дела, которые есть или были у Вашего органа.
find-button = Найти
find-count = { $count ->
    [0] Ничего не найдено
    [one] Найдено { $count } дело
    [few] Найдено { $count } дела
   *[other] Найдено { $count } дел
}
find-stage = Этап
find-custody = У кого
find-received = Поступила
refusal-no-such-account = Жителя с таким логином нет.
refusal-too-many-lines = В одном листе не больше 500 строк; внесите остальное вторым листом.
refusal-known-as-another = Человек с таким именем и датой рождения уже записан: отправьте форму ещё раз и выберите, кто перед Вами.

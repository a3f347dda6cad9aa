use super::FindingKind::{BankCard, CarPlate, Email, Inn, Passport, Phone, Snils};
use super::{Finding, FindingKind, MASK, find, mask};

fn found(text: &str) -> Vec<(FindingKind, &str)> {
    find(text).into_iter().map(|finding| (finding.kind, &text[finding.start..finding.end])).collect()
}

fn all_found(kind: FindingKind, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(found(text), [(kind, *expected)], "{text}");
    }
}

fn nothing_found(cases: &[&str]) {
    for text in cases {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn phone_numbers_are_found_however_they_are_written() {
    all_found(
        Phone,
        &[
            ("Звоните +7 (912) 345-67-89, спросить Ивана", "+7 (912) 345-67-89"),
            ("8 912 345 67 89", "8 912 345 67 89"),
            ("тел.89123456789.", "89123456789"),
            ("8-912-345-67-89", "8-912-345-67-89"),
            ("8(3463)22-33-44 приёмная", "8(3463)22-33-44"),
            ("8 (34670) 2-22-33", "8 (34670) 2-22-33"),
            ("мой номер 8\u{a0}912\u{a0}345\u{2011}67\u{2011}89", "8\u{a0}912\u{a0}345\u{2011}67\u{2011}89"),
            ("+79123456789", "+79123456789"),
            ("звонить (3463) 22-33-44", "(3463) 22-33-44"),
            ("912-345-67-89", "912-345-67-89"),
            ("моб. 9123456789", "9123456789"),
            ("Телефон: 22-33-44", "22-33-44"),
            ("факс 223344", "223344"),
            ("+375 29 123-45-67 12 человек", "+375 29 123-45-67"),
            ("+1 (202) 555-0123", "+1 (202) 555-0123"),
            ("+49 30 901820123", "+49 30 901820123"),
            ("8.912.345.67.89", "8.912.345.67.89"),
        ],
    );
    assert_eq!(
        found("89123456789, 89223456789; 8 912 345-67-89 8 922 345-67-89").len(),
        4,
        "each of several numbers is found by itself"
    );
}

#[test]
fn sums_dates_and_codes_are_no_phone_numbers() {
    nothing_found(&[
        "стоимость 89 123 456 789 рублей",
        "выделено 89123456789 руб.",
        "прирост +12 345 678 901 руб.",
        "бюджет 8 500 000 000 ₽",
        "с 12.05.2024 по 30-06-2025",
        "горячая линия 8-800-555-35-35 и +7 800 555 35 35",
        "телефон 8 800 555 35 35",
        "участок 86:11:0501001:1234",
        "кадастровый номер 89:12:3456789:89123456789",
        "ОКТМО 79630000101",
        "для 25000 избирателей, 123456 жителей и 22-33-44",
        "строителей 123456",
        "заказ A89123456789B",
        "версия 1.89123456789.2",
        "температура +15 градусов",
        "2024 2025 2026 2027",
        "1 234 567 890",
    ]);
}

#[test]
fn addresses_of_electronic_mail_are_found() {
    all_found(
        Email,
        &[
            ("пишите на ivan.petrov+1@mail.example.ru.", "ivan.petrov+1@mail.example.ru"),
            ("почта: иван@почта.рф, ждём", "иван@почта.рф"),
            ("<89123456789@mail.ru>", "89123456789@mail.ru"),
            ("a@xn--80a1acny.xn--p1ai", "a@xn--80a1acny.xn--p1ai"),
        ],
    );
    nothing_found(&["канал @surgut_news", "3 шт. @ 5 руб", "a@b", "@", "x@", "x@.ru", "x@-a.ru", "5@5.5"]);
}

#[test]
fn snils_is_found_by_its_checksum() {
    all_found(
        Snils,
        &[
            ("СНИЛС 112-233-445 95", "112-233-445 95"),
            ("112 233 445 95", "112 233 445 95"),
            ("11223344595", "11223344595"),
            ("087-654-303 00", "087-654-303 00"),
        ],
    );
    nothing_found(&["112-233-445 96", "11223344596", "000-000-000 00", "00000000000", "001-001-998 00"]);
}

#[test]
fn inn_is_found_by_its_checksums() {
    all_found(
        Inn,
        &[
            ("мой ИНН 500100732259", "500100732259"),
            ("500100732259", "500100732259"),
            ("ИНН: 7707083893", "7707083893"),
            ("ИНН 5001 0073 2259", "5001 0073 2259"),
        ],
    );
    nothing_found(&["500100732258", "500100732249", "ИНН 7707083894", "7707083893", "000000000000"]);
}

#[test]
fn bank_cards_are_found_by_luhn() {
    all_found(
        BankCard,
        &[
            ("карта 4276 1234 5678 9014?", "4276 1234 5678 9014"),
            ("2200-1234-5678-9019", "2200-1234-5678-9019"),
            ("5555555555554444", "5555555555554444"),
            ("3782 822463 10005", "3782 822463 10005"),
        ],
    );
    nothing_found(&[
        "4276 1234 5678 9011",
        "5555555555554443",
        "0000 0000 0000 0000",
        "р/с 40817810099910004312",
        "КБК 18210102010011000110",
        "ОГРН 1027700132195",
        "штрихкод 4600051000057",
    ]);
}

#[test]
fn a_passport_is_found_after_its_word() {
    all_found(
        Passport,
        &[
            ("паспорт 67 14 123456 выдан", "67 14 123456"),
            ("Паспорт серии 6714 № 123456", "6714 № 123456"),
            ("паспорт: серия 67 14 номер 123456", "67 14 номер 123456"),
            ("паспорт гражданина РФ 6714123456", "6714123456"),
            ("ПАСПОРТА 6714-123456", "6714-123456"),
            ("серия 6714, номер 123 456", "6714, номер 123 456"),
        ],
    );
    nothing_found(&[
        "6714 123456",
        "паспорт дома 1985 года, 123456 квадратных метров",
        "паспорт готов. Собрано 67 14 12",
        "паспорт проекта до 2024 г., бюджет 500000",
    ]);
}

#[test]
fn car_plates_are_found_and_measures_are_not() {
    all_found(
        CarPlate,
        &[
            ("машина А123ВС86 стоит", "А123ВС86"),
            ("а123вс 186", "а123вс 186"),
            ("А 123 ВС 86 RUS", "А 123 ВС 86"),
            ("A123BC86", "A123BC86"),
            ("номер Х777АМ77rus", "Х777АМ77"),
        ],
    );
    nothing_found(&[
        "яма в 123 см 50 метров длиной",
        "А000ВС86",
        "А123ВС00",
        "Б123ВГ86",
        "СА123ВС86",
        "А123ВС8",
        "А123ВС8612",
        "К105",
    ]);
}

#[test]
fn findings_are_in_order_and_do_not_overlap() {
    let text = "А123ВС86, 8 912 345-67-89, ivan@mail.ru, СНИЛС 112-233-445 95, карта 5555555555554444";
    let kinds: Vec<_> = find(text).iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, [CarPlate, Phone, Email, Snils, BankCard]);
    assert!(find(text).windows(2).all(|pair| pair[0].end <= pair[1].start));
}

#[test]
fn a_mask_hides_the_finding_and_its_length_and_nothing_else() {
    let text = "Звоните 8 912 345-67-89 или ivan@mail.ru.";
    assert_eq!(mask(text, &find(text)), format!("Звоните {MASK} или {MASK}."));
    assert_eq!(find(&mask(text, &find(text))), []);
    assert_eq!(mask(text, &[]), text);
}

#[test]
fn a_mask_takes_any_findings() {
    let at = |start, end| Finding { kind: Phone, start, end };
    assert_eq!(mask("Привет", &[at(1, 3)]), format!("{MASK}ивет"));
    assert_eq!(mask("Привет", &[at(6, 8), at(0, 7)]), format!("{MASK}ет"));
    assert_eq!(mask("Привет", &[at(8, 4), at(100, 200)]), "Привет");
    assert_eq!(mask("Привет", &[at(4, 4000)]), format!("Пр{MASK}"));
}

#[test]
fn no_text_makes_it_panic() {
    let mut state = 1_u32;
    let pieces = [
        "8",
        "7",
        "+",
        " ",
        "(",
        ")",
        "-",
        ".",
        "А",
        "вс",
        "@",
        "ru",
        "паспорт",
        "12",
        "3456",
        "\n",
        "ё",
        "İ",
    ];
    for _ in 0..3000 {
        let mut text = String::new();
        for _ in 0..20 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push_str(pieces[(state >> 16) as usize % pieces.len()]);
        }
        let findings = find(&text);
        assert!(findings.windows(2).all(|pair| pair[0].end <= pair[1].start), "{text}");
        mask(&text, &findings);
    }
}

//! What people write: proposals, reasons and reports in Russian, put together from
//! parts so that two are rarely the same.

use aggregates::initiative::fields::{Fields, Kind};
use aggregates::kept::Typed;

use crate::dice::Dice;

/// A proposal with the theme a clerk would give it.
#[derive(Clone, Debug)]
pub(crate) struct Proposal {
    pub(crate) theme: &'static str,
    pub(crate) kind: Kind,
    pub(crate) fields: Fields<Typed>,
    /// The same with the phone number masked, where one stands in it.
    pub(crate) masked: Option<Fields<Typed>>,
}

struct Matter {
    theme: &'static str,
    kind: Kind,
    what: &'static str,
    problem: &'static str,
    proposal: &'static str,
    result: &'static str,
}

const MATTERS: [Matter; 16] = [
    Matter {
        theme: "roads",
        kind: Kind::Work,
        what: "Отремонтировать мост через реку",
        problem: "Мост закрыт для грузовых машин с прошлой весны, скорая объезжает сорок минут.",
        proposal: "Заменить настил и две опоры, на время работ устроить пешеходную переправу.",
        result: "Скорая и школьный автобус снова едут прямо.",
    },
    Matter {
        theme: "transport",
        kind: Kind::Programme,
        what: "Пустить школьный автобус",
        problem: "Дети идут до школы четыре километра по обочине, зимой затемно.",
        proposal: "Открыть рейс к первому и последнему уроку, автобус взять из парка района.",
        result: "Сорок детей доезжают безопасно.",
    },
    Matter {
        theme: "ecology-waste",
        kind: Kind::Work,
        what: "Убрать стихийную свалку",
        problem: "За гаражами третий год растёт свалка, ветер несёт мусор во дворы.",
        proposal: "Вывезти мусор, поставить ограждение и две камеры, завести контейнерную площадку.",
        result: "Чистый берег и место, куда носить мусор.",
    },
    Matter {
        theme: "health",
        kind: Kind::Programme,
        what: "Продлить часы приёма в поликлинике",
        problem: "Терапевт принимает до двух часов, работающие люди попасть не могут.",
        proposal: "Два дня в неделю вести приём до восьми вечера.",
        result: "К врачу можно попасть после работы.",
    },
    Matter {
        theme: "landscaping",
        kind: Kind::Work,
        what: "Осветить дорожку к остановке",
        problem: "Осенью дорожка тонет в темноте, за год три человека упали и сломали руки.",
        proposal: "Поставить двенадцать опор со светодиодными лампами.",
        result: "По дорожке можно ходить вечером.",
    },
    Matter {
        theme: "safety",
        kind: Kind::Rule,
        what: "Ограничить шум строек по утрам",
        problem: "Работы начинаются в шесть утра, спать невозможно.",
        proposal: "Принять правило тишины с десяти вечера до восьми утра.",
        result: "Тихие утра и понятные часы работ для строителей.",
    },
    Matter {
        theme: "social-support",
        kind: Kind::Law,
        what: "Считать дорогу к единственной больнице льготной",
        problem: "До областной больницы двести километров, билет стоит четверть пенсии.",
        proposal: "Дополнить закон о поддержке жителей отдалённых посёлков бесплатным проездом на лечение.",
        result: "Пожилые люди перестанут откладывать лечение.",
    },
    Matter {
        theme: "education",
        kind: Kind::Work,
        what: "Построить пристройку к школе",
        problem: "Школа учится в три смены, третья заканчивает в восемь вечера.",
        proposal: "Построить пристройку на шесть классов на месте старой мастерской.",
        result: "Учёба в одну смену.",
    },
    Matter {
        theme: "sport",
        kind: Kind::Work,
        what: "Залить каток во дворе",
        problem: "Зимой детям некуда идти, коробка стоит пустая и без бортов.",
        proposal: "Починить борта, провести воду, назначить дежурных из родителей.",
        result: "Каток работает с декабря по март.",
    },
    Matter {
        theme: "housing-utilities",
        kind: Kind::Work,
        what: "Заменить водопровод на улице",
        problem: "Трубе сорок лет, воду отключают каждую неделю.",
        proposal: "Переложить восемьсот метров трубы и поставить колонку на время работ.",
        result: "Вода есть каждый день.",
    },
    Matter {
        theme: "culture",
        kind: Kind::Programme,
        what: "Открыть кружки в доме культуры",
        problem: "Зал пустует пять дней в неделю, ближайший кружок в городе.",
        proposal: "Взять двух руководителей на полставки и раздать часы объединениям жителей.",
        result: "Кружки для восьмидесяти детей.",
    },
    Matter {
        theme: "digital",
        kind: Kind::Programme,
        what: "Провести связь в посёлок",
        problem: "Телефон ловит только на холме, вызвать помощь нельзя.",
        proposal: "Поставить вышку по программе устранения цифрового неравенства.",
        result: "Связь в каждом доме.",
    },
    Matter {
        theme: "transport",
        kind: Kind::Law,
        what: "Обязать ставить пандусы на вокзалах",
        problem: "С коляской на платформу не подняться ни на одной станции ветки.",
        proposal: "Внести в закон срок, к которому каждая платформа должна иметь пандус или подъёмник.",
        result: "Ездить смогут все.",
    },
    Matter {
        theme: "ecology-waste",
        kind: Kind::Rule,
        what: "Запретить мойку машин у родника",
        problem: "Из родника берут воду три улицы, а на берегу моют машины.",
        proposal: "Установить охранную зону пятьдесят метров и повесить знаки.",
        result: "Вода остаётся питьевой.",
    },
    Matter {
        theme: "economy",
        kind: Kind::Programme,
        what: "Поставить ярмарку для местных хозяйств",
        problem: "Молоко и овощи из деревни негде продать, везут в город за сто километров.",
        proposal: "По субботам закрывать площадь для машин и давать места бесплатно.",
        result: "Сорок хозяйств продают у себя.",
    },
    Matter {
        theme: "governance",
        kind: Kind::Rule,
        what: "Публиковать планы ремонта дворов заранее",
        problem: "О ремонте узнаём, когда уже вырыли яму.",
        proposal: "Правилом обязать выкладывать план за два месяца и принимать замечания.",
        result: "Замечания учитывают до работ, а не после.",
    },
];

const PLACES: [&str; 14] = [
    "у школы",
    "в Заречье",
    "на улице Мира",
    "в старом посёлке",
    "за станцией",
    "в микрорайоне Северный",
    "у больницы",
    "на Набережной",
    "в деревне Сосновка",
    "возле рынка",
    "на улице Ленина",
    "в Нижнем посёлке",
    "у дома культуры",
    "вдоль тракта",
];

const REASONS: [&str; 6] = [
    "Средства на такие работы в бюджете этого года не предусмотрены, а перераспределить их без ущерба для начатых строек нельзя.",
    "Комиссия осмотрела место вместе с жителями и нашла, что предложение стоит дороже, чем польза от него в ближайшие годы.",
    "Вопрос обсуждён на совещании с участием заявителей, протокол приложен к делу, мнения разошлись.",
    "По заключению отдела предложение затрагивает интересы соседних улиц, и согласия там нет.",
    "Решение принято с учётом протокола слушаний и заключения профильного отдела.",
    "Работы такого рода требуют проекта, которого пока нет, и сроков, которые предложение не называет.",
];

const REMARKS: [&str; 6] = [
    "Живу рядом, поддерживаю: ходим там каждый день.",
    "Хорошо бы сразу подумать и о парковке.",
    "Просим учесть соседнюю улицу, у нас то же самое.",
    "А кто будет содержать потом? Это должно быть в плане.",
    "Готовы выйти на субботник и помочь руками.",
    "Против: деньги нужнее на водопровод.",
];

/// A proposal for a place.
pub(crate) fn proposal(dice: &mut Dice) -> Proposal {
    let matter = dice.pick(&MATTERS);
    let place = *dice.pick(&PLACES);
    let cost = (dice.between(2, 180) as u64) * 50_000;
    let asks_phone = dice.percent(4);
    let problem = |contact: &str| {
        format!("{} Это {place}, и так уже {} год.{contact}", matter.problem, 2 + place.len() % 5)
    };
    let wording = matches!(matter.kind, Kind::Rule | Kind::Law).then(|| {
        format!("Дополнить правила пунктом: «{}» и ввести его в действие с начала квартала.", matter.proposal)
    });
    let fields = |contact: &str| Fields {
        title: Typed(format!("{} {place}", matter.what)),
        problem: Some(Typed(problem(contact))),
        proposal: Some(Typed(matter.proposal.to_owned())),
        expected_result: Some(Typed(matter.result.to_owned())),
        cost_rubles: matches!(matter.kind, Kind::Work | Kind::Programme).then_some(cost),
        own_contribution: Some(Typed("Жители выйдут на субботник и соберут часть средств.".to_owned())),
        draft_wording: wording.clone().map(Typed),
    };
    let phone =
        format!(" Звоните: +7 922 {:03}-{:02}-{:02}.", dice.below(1000), dice.below(100), dice.below(100));
    let (as_written, masked) = if asks_phone {
        (fields(&phone), Some(fields(" Звоните: [номер скрыт].")))
    } else {
        (fields(""), None)
    };
    Proposal { theme: matter.theme, kind: matter.kind, fields: as_written, masked }
}

/// Reasons long enough for the public.
pub(crate) fn reasons(dice: &mut Dice) -> Typed {
    let mut text = String::new();
    while text.chars().count() < 220 {
        let reason = *dice.pick(&REASONS);
        text.push_str(reason);
        text.push(' ');
    }
    Typed(text.trim_end().to_owned())
}

/// A remark of a resident.
pub(crate) fn remark(dice: &mut Dice) -> Typed {
    Typed((*dice.pick(&REMARKS)).to_owned())
}

/// A short official text.
pub(crate) fn note(text: &str) -> Typed {
    Typed(text.to_owned())
}

const SURNAMES: [&str; 20] = [
    "Иванов",
    "Смирнов",
    "Кузнецов",
    "Попов",
    "Васильев",
    "Петров",
    "Соколов",
    "Михайлов",
    "Новиков",
    "Фёдоров",
    "Морозов",
    "Волков",
    "Алексеев",
    "Лебедев",
    "Семёнов",
    "Егоров",
    "Павлов",
    "Козлов",
    "Степанов",
    "Николаев",
];
const GIVEN: [&str; 16] = [
    "Александр",
    "Сергей",
    "Андрей",
    "Дмитрий",
    "Алексей",
    "Иван",
    "Максим",
    "Евгений",
    "Михаил",
    "Николай",
    "Павел",
    "Роман",
    "Виктор",
    "Олег",
    "Игорь",
    "Юрий",
];
const PATRONYMICS: [&str; 12] = [
    "Александрович",
    "Сергеевич",
    "Андреевич",
    "Дмитриевич",
    "Алексеевич",
    "Иванович",
    "Евгеньевич",
    "Михайлович",
    "Николаевич",
    "Павлович",
    "Викторович",
    "Юрьевич",
];

/// Surname, given name, patronymic of the person with that number.
pub(crate) fn name(number: usize) -> (String, String, String) {
    (
        SURNAMES[number % SURNAMES.len()].to_owned(),
        GIVEN[(number / SURNAMES.len()) % GIVEN.len()].to_owned(),
        PATRONYMICS[(number / (SURNAMES.len() * GIVEN.len())) % PATRONYMICS.len()].to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use aggregates::procedure::themes;

    use super::*;

    #[test]
    fn every_matter_has_a_theme_of_the_list() {
        for matter in &MATTERS {
            let theme = matter.theme.parse().expect("a theme is a code");
            assert!(themes().theme(&theme).is_some(), "{theme} is not in data/themes.toml");
        }
    }
}

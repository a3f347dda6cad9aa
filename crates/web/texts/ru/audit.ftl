### Ленты и открытые данные.
feed-initiatives = Инициативы: что происходит
feed-territory = { $name }: что происходит с инициативами
feed-authority = { $name }: инициативы в работе
feed-initiative = Инициатива «{ $title }»
feed-misses = Просрочки и долги органов власти
feed-custody = На рассмотрении: { $authority }
feed-miss = { $authority } — срок нарушен: { $term }
feed-due = Крайний срок: { $date }
feed-met-late = Сделано с опозданием: { $date }
feed-still-owed = Не сделано до сих пор
feed-annotated = По представленному документу сделано вовремя: { $date }
feed-hearings = Публичные слушания
feed-hearings-of = Публичные слушания: { $name }
feed-hearing = Слушания: { $title }
feed-hearing-held = Состоялись. Присутствовали: { $present }; за: { $for }; против: { $against }

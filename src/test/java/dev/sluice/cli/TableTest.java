package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final List<Table.Column> COLUMNS = List.of(new Table.Column("A", 4, 2),
            new Table.Column("LONG", 4, 6), new Table.Column("END", 4, 8, true));

    @Test
    void columnsAreAsWideAsTheirContentWhereThereIsRoom() {
        Table table = new Table(COLUMNS, new Terminal(80, 24, true, true));
        List<Table.Cell> row = row("a", "something long", "z");
        table.fit(List.of(row));

        assertThat(table.line(row)).isEqualTo("a     something long  z");
    }

    @Test
    void aNarrowTerminalCutsTheWidestAndNoLineIsWiderThanIt() {
        Table table = new Table(COLUMNS, new Terminal(30, 24, true, true));
        List<Table.Cell> row = row("abcd", "a very long thing indeed", "ACCEPTED → PENDING → COMPLETED");
        table.fit(List.of(row));

        assertThat(table.line(row)).isEqualTo("a…  a ver…  …DING → COMPLETED");
        assertThat(DisplayText.width(table.line(row))).isLessThan(30);
    }

    @Test
    void aTextIsWrappedAtBlanksAndAWordThatIsTooLongInside() {
        assertThat(DisplayText.wrap("look up order number 17", 8)).containsExactly("look up", "order", "number", "17");
        assertThat(DisplayText.wrap("a 余额不足 abcdefghij", 5)).containsExactly("a", "余额", "不足", "abcde", "fghij");
        assertThat(DisplayText.wrap("", 5)).containsExactly("");
    }

    @Test
    void aWideCharacterCountsTwice() {
        assertThat(DisplayText.width("余额不足 é")).isEqualTo(10);
        assertThat(DisplayText.cut("余额不足", 6, "…")).isEqualTo("余额…");
        assertThat(DisplayText.pad("余额", 6)).isEqualTo("余额  ");
    }

    @Test
    void aPipeIsNeitherCutNorColoured() {
        Table table = new Table(COLUMNS, Terminal.plain(false));
        String text = "x".repeat(300);

        assertThat(table.line(List.of(new Table.Cell("ok", Terminal.GREEN), Table.Cell.of(text), Table.Cell.of(""))))
                .isEqualTo("ok    " + text);
    }

    private static List<Table.Cell> row(String... texts) {
        return List.of(texts).stream().map(Table.Cell::of).toList();
    }
}

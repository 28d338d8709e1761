package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept in the data folder is for its user alone. */
class DataFolderTest {

    @TempDir
    private Path home;

    @Test
    void aNewOneIsItsUsersAlone() throws Exception {
        Path data = home.resolve("deep/data");

        try (DataFolder folder = DataFolder.of(data)) {
            assertThat(folder.taken()).contains(data);
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data))).isEqualTo("rwx------");
        assertThat(DataFolder.openToOthers(data)).isEmpty();
    }

    @Test
    void oneThatIsOpenKeepsItsRightsAndIsTold() throws Exception {
        Path data = Files.createDirectory(home.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));

        DataFolder.of(data).close();

        assertThat(DataFolder.openToOthers(data)).hasValueSatisfying(
                told -> assertThat(told).endsWith("is open to others on this machine: chmod 700 " + data));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwx---"));
        assertThat(DataFolder.openToOthers(data)).as("a group is chosen").isEmpty();
    }
}

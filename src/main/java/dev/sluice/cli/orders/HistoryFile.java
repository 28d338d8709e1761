package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Libraries;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Problem;
import dev.sluice.cli.TerminalJson;
import dev.sluice.json.Json;
import dev.sluice.text.KeyMaterial;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;

/** One request with its whole history and the versions that it was made with, in a file for whoever helps. */
final class HistoryFile {

    /** To the end of the text that it stands in, be it whole or not. */
    private static final Pattern PRIVATE_KEY = Pattern
            .compile("-----BEGIN [A-Z ]*PRIVATE KEY-----(\\\\.|[^\"\\\\])*+");

    private HistoryFile() {
    }

    /**
     * @param history as it is shown to programs
     * @param tables  the version of the ledger's
     * @throws Problem where there is such a file, or it cannot be written
     */
    static void write(Path file, ObjectNode history, String tables, long now) {
        ObjectNode all = Json.object().put("madeAt", Moments.at(now));
        ObjectNode versions = all.putObject("versions").put("java", System.getProperty("java.runtime.version"))
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("tables", tables);
        Libraries.here().versions().forEach(versions::put);
        all.set("history", history);
        try (Writer writer = new BufferedWriter(
                new OutputStreamWriter(Channels.newOutputStream(open(file)), StandardCharsets.UTF_8))) {
            for (String line : TerminalJson.lines(all)) {
                writer.write(blanked(line));
                writer.write('\n');
            }
        } catch (FileAlreadyExistsException e) {
            throw Problem.failed("there is a file " + file + " already, which stays as it is; give another name.", e);
        } catch (IOException e) {
            throw Problem.failed("cannot write " + file
                    + (e instanceof NoSuchFileException ? ": there is no such folder" : "")
                    + "; give the path of a file where you may write.", e);
        }
    }

    /** A new one, for its owner alone. */
    private static FileChannel open(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] own = posix ? new FileAttribute<?>[]{
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
        return FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), own);
    }

    /** No secret is in the ledger; this is for what somebody wrote into a request. */
    private static String blanked(String line) {
        String left = PRIVATE_KEY.matcher(line).replaceAll("****");
        for (String shape = KeyMaterial.in(left).orElse(""); !shape.isEmpty(); shape = KeyMaterial.in(left)
                .orElse("")) {
            left = left.replace(shape, "****");
        }
        return left;
    }
}

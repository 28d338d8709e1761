package dev.sluice.cli.report;

import dev.sluice.cli.Problem;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The file that is written: texts, of which each is there or is told to be left out. For its owner alone. */
final class Bundle implements AutoCloseable {

    /** What stands in a text; of one that cannot be had the rest is written all the same. */
    interface Content {
        List<String> lines() throws Exception;
    }

    private final ZipOutputStream zip;
    private final Writer writer;
    private final UnaryOperator<String> blanked;
    private final List<String> leftOut = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /** @param blanked takes out of a line what is known to be secret, should it ever stand there */
    private Bundle(ZipOutputStream zip, UnaryOperator<String> blanked) {
        this.zip = zip;
        this.writer = new BufferedWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8));
        this.blanked = blanked;
    }

    /** @throws Problem where there is such a file, or it cannot be written */
    static Bundle at(Path file, UnaryOperator<String> blanked) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] own = posix
                ? new FileAttribute<?>[]{
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
        try {
            return new Bundle(new ZipOutputStream(Channels.newOutputStream(FileChannel.open(file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), own))), blanked);
        } catch (FileAlreadyExistsException e) {
            throw Problem.failed("there is a file " + file + " already, which stays as it is; give another name.", e);
        } catch (IOException e) {
            throw Problem
                    .failed("cannot write " + file + (e instanceof NoSuchFileException ? ": there is no such folder"
                            : "") + "; give the path of a file where you may write.", e);
        }
    }

    void add(String name, Content content) throws IOException {
        List<String> lines;
        try {
            lines = content.lines();
        } catch (Problem e) {
            leaveOut(name, String.valueOf(e.getMessage()));
            return;
        } catch (Exception e) {
            leaveOut(name, e.getClass().getSimpleName() + ": " + e.getMessage());
            return;
        }
        names.add(name);
        write(name, lines);
    }

    private void leaveOut(String name, String why) {
        leftOut.add(shown(name + ": " + why.lines().findFirst().orElse("")));
    }

    /** What is not in it and why, a line each. */
    List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    List<String> names() {
        return List.copyOf(names);
    }

    /** The last: no other comes after it. */
    void write(String name, List<String> lines) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        for (String line : lines) {
            writer.write(shown(line));
            writer.write('\n');
        }
        writer.flush();
        zip.closeEntry();
    }

    private String shown(String line) {
        String shown = blanked.apply(line);
        for (String shape = KeyMaterial.in(shown).orElse(""); !shape.isEmpty(); shape = KeyMaterial.in(shown)
                .orElse("")) {
            shown = shown.replace(shape, "****");
        }
        return shown;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}

package dev.sluice.call;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/** Every exception that is made on this thread from now on, also those that somebody throws away. */
final class Exceptions implements AutoCloseable {

    private final Recording recording = new Recording();

    Exceptions() {
        recording.enable("jdk.JavaExceptionThrow").withoutStackTrace();
        recording.start();
    }

    /** The names of their classes. */
    Set<String> names() throws IOException {
        recording.stop();
        Path file = Files.createTempFile("exceptions", ".jfr");
        try {
            recording.dump(file);
            String here = Thread.currentThread().getName();
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> here.equals(event.getThread().getJavaName()))
                    .map(event -> event.getClass("thrownClass").getName())
                    .collect(Collectors.toSet());
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void close() {
        recording.close();
    }
}

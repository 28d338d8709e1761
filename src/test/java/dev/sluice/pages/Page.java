package dev.sluice.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the repository. An indented block is what somebody types; a fenced one says what it is.
 *
 * @param file relative to the repository
 */
public record Page(Path file, String text) {

    private static final Set<String> NOT_OURS = Set.of(".git", "target", "data");
    private static final Pattern FENCE = Pattern.compile("(?ms)^```([^\\n]*)\\n(.*?)^```$");
    private static final Pattern INLINE = Pattern.compile("`[^`\\n]+`");

    /** @param language what the fence says that it is */
    public record Block(String language, String text) {
    }

    /** All pages there are. */
    static List<Page> all() {
        TreeSet<Path> files = new TreeSet<>();
        try {
            Files.walkFileTree(Path.of(""), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return NOT_OURS.contains(folder.toString()) ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".md")) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.stream().map(Page::at).toList();
    }

    /** The sources of all tests. */
    static List<Path> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    static Page at(Path file) {
        return at(Path.of(""), file);
    }

    /** The page of another clone's, for a test that does not run in it. */
    public static Page at(Path repository, Path file) {
        try {
            return new Page(file, Files.readString(repository.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands below a heading, up to the next one of its level or above. */
    public Page section(String heading) {
        String level = heading.substring(0, heading.indexOf(' '));
        int begin = ("\n" + text).indexOf("\n" + heading + "\n");
        if (begin < 0) {
            throw new IllegalArgumentException(file + " has no heading " + heading);
        }
        return new Page(file,
                text.substring(begin + heading.length()).split("(?m)^#{1," + level.length() + "} ", 2)[0]);
    }

    /** Where a link may lead to on this page. */
    public Set<String> anchors() {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new TreeSet<>();
        matches("(?m)^#+ (.+)$", prose()).forEach(heading -> {
            String anchor = heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ',
                    '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
        return anchors;
    }

    /** Where its links lead, as they are written. */
    List<String> links() {
        return matches("\\]\\(([^)\\s]+)\\)", INLINE.matcher(prose()).replaceAll("``")).stream()
                .map(link -> link.group(1)).toList();
    }

    /** What stands in backquotes, within a line. */
    List<String> inline() {
        return INLINE.matcher(prose()).results().map(MatchResult::group)
                .map(code -> code.substring(1, code.length() - 1)).toList();
    }

    List<Block> fenced() {
        return FENCE.matcher(text).results().map(block -> new Block(block.group(1), block.group(2))).toList();
    }

    public List<String> fenced(String language) {
        return fenced().stream().filter(block -> block.language().equals(language)).map(Block::text).toList();
    }

    /** What somebody types, without what makes it a block; what blank lines part is typed one after the other. */
    public List<String> typed() {
        List<String> typed = new ArrayList<>();
        boolean after = true;
        boolean within = false;
        for (String line : FENCE.matcher(text).replaceAll("\n").lines().toList()) {
            if (line.startsWith("    ") && within) {
                typed.set(typed.size() - 1, typed.get(typed.size() - 1) + line.substring(4) + "\n");
            } else if (line.startsWith("    ") && after) {
                typed.add(line.substring(4) + "\n");
                within = true;
            } else {
                within = false;
            }
            after = line.isBlank();
        }
        return typed;
    }

    /** Without fenced blocks. */
    private String prose() {
        return FENCE.matcher(text).replaceAll("\n").replaceAll("(?m)^    .*$", "");
    }

    public static List<MatchResult> matches(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().toList();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}

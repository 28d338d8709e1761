package dev.sluice.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of which something is made from what the program reads, so that the two cannot differ. */
public final class MadePage {

    private MadePage() {
    }

    /** Holds the page against what is made, or makes it anew with {@code -Dsluice.write=true}. */
    public static void is(String made, Path page, Class<?> maker) throws IOException {
        if (Boolean.getBoolean("sluice.write")) {
            Files.writeString(page, made);
        }
        assertThat(Files.readString(page)).as("%s; make it anew with ./mvnw test -Dtest=%s -Dsluice.write=true", page,
                maker.getSimpleName()).isEqualTo(made);
    }

    /** The page with this text between the comments that name the part. */
    public static String with(Path page, String part, String text) throws IOException {
        Matcher place = Pattern
                .compile("(?s)(?<=<!-- " + part + ": [^\n]{1,200} -->\n).*(?=<!-- end of " + part + " -->)")
                .matcher(Files.readString(page));
        assertThat(place.find()).as("%s has comments around its %s", page, part).isTrue();
        return place.replaceFirst(Matcher.quoteReplacement("\n" + text + "\n"));
    }
}

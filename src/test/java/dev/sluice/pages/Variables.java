package dev.sluice.pages;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Of the settings, what tests beside the pages ask. */
public final class Variables {

    private Variables() {
    }

    /** Whether a variable of the environment is a setting, or one that the commands read. */
    public static boolean isSetting(String variable) {
        try {
            return SettingNames.isVariable(variable);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String byDefault(String setting) {
        try {
            return SettingNames.withDefaults().get(setting);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

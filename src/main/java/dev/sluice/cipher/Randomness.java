package dev.sluice.cipher;

import java.security.SecureRandom;

/** Where nonces, initialisation vectors and salts come from. */
interface Randomness {
    Randomness SECURE = new Randomness() {
        private final SecureRandom random = new SecureRandom();

        @Override
        public byte[] bytes(int count) {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        }
    };

    byte[] bytes(int count);
}

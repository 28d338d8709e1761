package dev.sluice.signing;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.HexFormat;

/** A curve of ECDSA keys (FIPS 186-5), with the identifier that keys name it by (RFC 5480). */
enum Curve implements Labelled {
    P_256("secp256r1", "06082a8648ce3d030107"), P_384("secp384r1", "06052b81040022"),
    P_521("secp521r1", "06052b81040023");

    private final String name;
    final byte[] identifier;

    Curve(String name, String identifier) {
        this.name = name;
        this.identifier = HexFormat.of().parseHex(identifier);
    }

    @Override
    public String label() {
        return name().replace('_', '-');
    }

    String standardName() {
        return name;
    }

    boolean holds(Key key) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(name));
        ECParameterSpec its = parameters.getParameterSpec(ECParameterSpec.class);
        return key instanceof ECKey on && on.getParams().getCurve().equals(its.getCurve());
    }
}

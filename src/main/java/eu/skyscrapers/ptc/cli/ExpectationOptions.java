package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.policy.ExpectationsFile;
import eu.skyscrapers.ptc.text.ConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which direct images are accepted: the audit lets them pass, {@code rewrite} leaves them. */
final class ExpectationOptions extends OptionGroup {
    private final Values expectFiles = inputs(
            "--expect",
            "FILE",
            "Accepted images, a YAML list; repeatable",
            "Which direct images are accepted, why, and until when. An entry has a reason and any of image,"
                    + " namespace, workload, container, cluster and until.");

    private final Values expectImages = values(
            "--expect-image",
            "GLOB",
            "Images such as docker.io/library/*; repeatable",
            "Compared with the canonical name without tag. * stands for anything, slashes included.");

    private final Values expectNamespaces = values(
            "--expect-namespace", "GLOB", "Namespaces such as team-*; repeatable", "Their direct images are accepted.");

    /** In the order in which they are asked. */
    List<AcceptedImage> accepted() throws ConfigurationException {
        List<AcceptedImage> entries = new ArrayList<>();
        for (String file : expectFiles.all()) {
            entries.addAll(ExpectationsFile.read(Path.of(file)));
        }
        for (String glob : expectImages.all()) {
            entries.add(ExpectationsFile.image("--expect-image", glob));
        }
        for (String glob : expectNamespaces.all()) {
            entries.add(ExpectationsFile.namespace(glob));
        }
        return entries;
    }
}

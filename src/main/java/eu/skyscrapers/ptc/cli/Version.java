package eu.skyscrapers.ptc.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {
    /** Of classes that no build has packed, as in an IDE. */
    private static final String UNPACKED = "unpacked";

    static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? UNPACKED : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"audit-ecr-ptc " + number()};
    }
}

package eu.skyscrapers.ptc.kubeconfig;

/** A credential that stands in the kubeconfig itself. */
record FixedCredentials(Credential current) implements Credentials {
    @Override
    public Credential atHand() {
        return current;
    }

    @Override
    public boolean renew(Credential rejected) {
        return false;
    }
}

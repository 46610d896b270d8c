package eu.skyscrapers.ptc.audit;

/** Why the pods of a workload use another image than its template says. */
public enum DriftCause {
    OLD("old", "made from an earlier template: the new one is not rolled out to these pods yet"),
    REWRITTEN("rewritten", "made from this template: something rewrites images when pods are admitted"),
    ADDED("added", "not in the template: something adds this container when pods are admitted"),
    UNKNOWN("unknown", "from which template they were made cannot be told"),
    /** Only of a ReplicaSet or ReplicationController that nothing rolls out. */
    NOT_REPLACED("not-replaced", "pods keep their image until they are deleted: nothing rolls this workload out");

    private final String key;
    private final String meaning;

    DriftCause(String key, String meaning) {
        this.key = key;
        this.meaning = meaning;
    }

    /** The word that reports use; stable, part of the JSON contract. */
    public String key() {
        return key;
    }

    /** One clause about the pods, for people. */
    public String meaning() {
        return meaning;
    }
}

//! What can be wrong with what came in: a stable code, the place, and what the message needs to name.

use super::messages::{Lang, template};
use super::number::NumberFault;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// Stable codes of faults and problems. Clients act on these; the words of a message may change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $name),+ }

        impl Code {
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }
        }
    };
}

codes! {
    // Fields of a submission.
    Missing = "missing",
    UnknownField = "unknown_field",
    NotText = "not_text",
    NotNumber = "not_number",
    NotObject = "not_object",
    NotOneOf = "not_one_of",
    NotAList = "not_a_list",
    NotACount = "not_a_count",
    EndsBeforeStart = "ends_before_start",
    TooLong = "too_long",
    ControlCharacter = "control_character",
    /// State secrets do not belong in this system.
    SecrecyMark = "secrecy_mark",
    NotUuid = "not_uuid_v7",
    NotInstant = "not_date_time",
    TimeOutOfRange = "time_out_of_range",
    LongitudeRange = "longitude_out_of_range",
    LatitudeRange = "latitude_out_of_range",
    PairIncomplete = "coordinates_incomplete",
    AccuracyRange = "accuracy_out_of_range",
    // Attachments.
    NotADigest = "not_a_digest",
    TooManyAttachments = "too_many_attachments",
    AttachmentTwice = "attachment_twice",
    UnknownAttachment = "unknown_attachment",
    /// A file that cannot be rid of what it tells beside the picture.
    AttachmentWithheld = "attachment_withheld",
    /// What lies under a digest is something else.
    AttachmentDamaged = "attachment_damaged",
    UnknownUpload = "unknown_upload",
    TusVersion = "tus_version",
    UploadHeader = "upload_header",
    UploadOffset = "upload_offset",
    UploadBusy = "upload_busy",
    TooManyUploads = "too_many_uploads",
    /// A disk, or the space that was set, is full.
    NoRoom = "no_room",
    ContentDiffers = "content_differs",
    ContentNotAllowed = "content_not_allowed",
    ContentOtherType = "content_other_type",
    ContentBroken = "content_broken",
    ContentMarkup = "content_markup",
    PictureTooLarge = "picture_too_large",
    /// A condition that a stretch of the line cannot have.
    NotForSegment = "not_for_segment",
    /// A part or condition that an object of its kind cannot have.
    NotForObject = "not_for_object",
    /// A marker number or key that cannot be read; the number's own code is an argument.
    Number = "marker_number",
    /// A fault that a file, its coordinates or the register have; its words and its own code are arguments.
    Foreign = "foreign",
    NotOneMarker = "not_one_marker",
    MetresRange = "metres_out_of_range",
    NotDay = "not_a_day",
    KindContradicts = "kind_contradicts_number",
    PlaceMissing = "place_missing",
    /// Two referents at once.
    TwoPlaces = "two_places",
    NumberRange = "number_out_of_range",
    /// A step that cannot follow what came before.
    ImpossibleStep = "impossible_step",
    /// What is said would change nothing.
    WithoutEffect = "without_effect",
    /// A record of another kind than it must be about.
    WrongTarget = "wrong_target",
    /// A unit that something is put before and that does not stand above whose it is.
    NotAbove = "not_above",
    /// A rule that does not say where it comes from.
    BasisMissing = "basis_missing",
    /// A force that was counted above.
    ForceTwice = "force_twice",
    NotALine = "not_a_line",
    LineReversed = "line_reversed",
    VersionTaken = "version_taken",
    CrsMissing = "crs_undeclared",
    WrongGeometry = "wrong_geometry",
    OffsetNowhere = "offset_nowhere",
    UnknownVersion = "unknown_line_version",
    // Requests.
    MalformedJson = "malformed_json",
    JsonTooDeep = "json_too_deep",
    AddressTooLong = "address_too_long",
    HeadersTooLarge = "headers_too_large",
    TooManyParameters = "too_many_parameters",
    /// More requests than one address or account may send.
    TooOften = "too_many_requests",
    WrongMediaType = "unsupported_media_type",
    BodyTooLarge = "body_too_large",
    BodyUnreadable = "body_unreadable",
    UnknownParameter = "unknown_parameter",
    RepeatedParameter = "repeated_parameter",
    BadParameter = "bad_parameter",
    BadPath = "bad_path",
    NotAcceptable = "not_acceptable",
    NotFound = "not_found",
    UnknownCollection = "unknown_collection",
    UnknownItem = "unknown_item",
    UnknownTileMatrixSet = "unknown_tile_matrix_set",
    NoSuchTile = "no_such_tile",
    UnknownMarker = "unknown_marker",
    UnknownSegment = "unknown_segment",
    BadWeights = "bad_weights",
    UnknownPatrol = "unknown_patrol",
    UnknownLine = "unknown_line",
    UnknownImport = "unknown_import",
    UnknownRecord = "unknown_record",
    UnknownJob = "unknown_import_job",
    /// Several parameters at once.
    BadOptions = "bad_options",
    FileTooLarge = "file_too_large",
    ImportBusy = "import_busy",
    ImportFailed = "import_failed",
    /// An import that was undone before.
    ImportUndone = "import_undone",
    /// An import on which something was built.
    ImportBuiltOn = "import_built_on",
    TooManyWatchers = "too_many_watchers",
    UnreadableFile = "unreadable_file",
    NoFixes = "no_fixes",
    NoTimes = "no_times",
    TooManyFixes = "too_many_fixes",
    TooManyTracks = "too_many_tracks",
    /// Two markers that stand on different lines.
    OtherLine = "other_line",
    /// Two markers at one place, which give no direction.
    OnePlace = "one_place",
    /// An offset that leads beyond the end of the line.
    OffTheLine = "off_the_line",
    MethodNotAllowed = "method_not_allowed",
    // Edits of the register by hand.
    /// A layer whose features are not edited one by one.
    NotEdited = "not_edited_here",
    IfMatchMissing = "if_match_missing",
    IfMatchStale = "if_match_stale",
    /// A body that names another feature than the path.
    OtherFeature = "other_feature",
    FeatureThere = "feature_exists",
    /// A marker to which records are tied.
    FeatureInUse = "feature_in_use",
    Invalid = "invalid_record",
    Contended = "contended",
    KeyTaken = "key_taken",
    /// A section of a report that somebody wrote since.
    SectionChanged = "section_changed",
    ReportBusy = "report_busy",
    /// A record that was lawfully erased.
    Erased = "erased",
    NotStorable = "not_storable",
    StoreUnavailable = "store_unavailable",
    /// No room left on the disk of the server.
    StoreFull = "store_full",
    TooManyRecords = "too_many_records",
    // Bundles that are brought by hand.
    BundleNotSealed = "bundle_not_encrypted",
    BundleOtherKey = "bundle_other_key",
    BundleDamaged = "bundle_damaged",
    BundleContent = "bundle_content",
    // Signed files for the other side.
    NotForExchange = "not_for_exchange",
    NoSigningKey = "no_signing_key",
    ExchangeDamaged = "exchange_damaged",
    ExchangeContent = "exchange_content",
    ExchangeUnsigned = "exchange_unsigned",
    ExchangeUntrusted = "exchange_untrusted",
    /// An approval or a label in a bundle, that nobody says to have looked at.
    DecisionByHand = "decision_by_hand",
    Withdrawn = "withdrawn",
    /// Other records took its place.
    Corrected = "corrected",
    Busy = "busy",
    Timeout = "timeout",
    Internal = "internal",
    // People.
    /// Nobody in particular, or somebody who is known no more.
    NotKnown = "not_authenticated",
    Forbidden = "forbidden",
    /// What a session sends must show the session's own word.
    CsrfMissing = "csrf_token",
    WrongLogin = "wrong_name_or_password",
    /// Too many wrong passwords.
    LockedOut = "locked_out",
    MustChange = "password_must_change",
    /// A password for one use that nobody used in time.
    PasswordRunOut = "password_expired",
    PasswordTooShort = "password_too_short",
    PasswordTooLong = "password_too_long",
    PasswordGuessable = "password_guessable",
    /// A unit that the sender does not belong to.
    UnitNotYours = "unit_not_yours",
    /// The name of somebody else's account.
    PersonNotYou = "person_not_you",
    UnknownToken = "unknown_token",
    UnknownSession = "unknown_session",
    UnknownAccount = "unknown_account",
    UnknownDevice = "unknown_device",
    UnknownUnit = "unknown_unit",
    /// What holds for everybody, decided by somebody who is over a part.
    NotOverEverything = "not_over_everything",
    /// A target for alerts that would see more than whoever sets it.
    NotYoursToSend = "not_yours_to_send",
    TooManyTargets = "too_many_targets",
    UnknownTarget = "unknown_alert_target",
    UnknownDelivery = "unknown_alert_delivery",
    NotAnAddress = "not_an_address",
    /// An address that leads into a network of somebody's own.
    AddressInside = "address_inside",
    /// An agency whose part somebody else enters, though it has an account.
    AgencySendsItself = "agency_sends_itself",
}

/// One fault: where (a JSON pointer or a parameter's name), what, and the words its message names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub pointer: String,
    pub code: Code,
    pub args: Vec<String>,
}

impl Fault {
    pub fn new(pointer: impl Into<String>, code: Code) -> Self {
        Self { pointer: pointer.into(), code, args: Vec::new() }
    }

    #[must_use]
    pub fn with(mut self, arg: impl Into<String>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// A fault in a marker number, with its message in both languages.
    pub fn number(pointer: impl Into<String>, fault: &NumberFault) -> Self {
        Self::new(pointer, Code::Number).with(fault.message_vi()).with(fault.message_en()).with(fault.code())
    }

    /// A fault that carries its own code and words, Vietnamese and English.
    pub fn foreign(pointer: impl Into<String>, code: &str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(pointer, Code::Foreign).with(vi).with(en).with(code)
    }

    /// The code that clients act on: its own, where it carries one.
    pub fn stable_code(&self) -> &str {
        match self.code {
            Code::Number | Code::Foreign => self.args.get(2).map_or(self.code.as_str(), String::as_str),
            code => code.as_str(),
        }
    }

    /// The message for people.
    pub fn detail(&self, lang: Lang) -> String {
        fill(template(self.code, lang), &self.args)
    }
}

/// Puts arguments in the places `{0}`, `{1}`, … of a template.
pub fn fill(template: &str, args: &[String]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let Some(close) = after.find('}') else { break };
        if let Some(arg) = after[..close].parse::<usize>().ok().and_then(|n| args.get(n)) {
            out.push_str(arg);
        }
        rest = &after[close + 1..];
    }
    out.push_str(rest);
    out
}

//! What a boundary register is made of, and the rules it follows.
//!
//! Pure: no async, SQL, HTTP, files, clock or randomness. It parses, it decides, it explains.
//!
//! | module | what it holds |
//! |---|---|
//! | [`number`] | marker numbers as the documents write them, keys of markers and segments |
//! | [`position`], [`time`] | degrees, metres, instants, civil days; never mixed |
//! | [`collation`] | the order of Vietnamese texts |
//! | [`cql2`] | the filter language of the OGC API, read into a tree |
//! | [`crs`] | the reference systems coordinates come in, how they are named and described |
//! | [`secrecy`] | marks of state secrets, which are refused |
//! | [`access`] | labels, review states, roles; who may see and who acts |
//! | [`people`] | accounts, units, devices, tokens; who somebody is |
//! | [`record`], [`receipt`], [`revision`] | the envelope that every record carries, and its bodies; what its maker is told; which revision counts |
//! | [`measurement`], [`incident`], [`damage_report`], [`notice`], [`meeting`], [`counterpart`] | what is watched, dealt with, reported, told by the other side |
//! | [`inspection`], [`hazard`], [`patrol`], [`track`], [`works`], [`crossing`], [`task`], [`standing`], [`import`], [`marker`], [`object`], [`mod@line`] | the bodies |
//! | [`progress`], [`urging`] | what is reported of tasks and works; who is urged, and who is assigned what |
//! | [`draft`], [`unread`] | what a maker sends, before it is a record; what a newer program sends |
//! | [`statement`], [`verdict`] | what is said about a record, and what counts of it |
//! | [`approval_rule`], [`threshold`] | what passes without a commander; limits, and what crosses them |
//! | [`alert`], [`alert_target`], [`retry`] | what is told of itself, to whom, and when it is tried again |
//! | [`webhook_url`], [`inner_address`] | where alerts may go |
//! | [`report_owed`], [`report_part`], [`report_merge`] | who owes a part of a report, the part, and the parts as one text |
//! | [`attachment`] | files that hang on a record: the manifest, and what may be attached |
//! | [`canonical`], [`chain`] | bytes that never change, and the chain over them |
//! | [`findings`] | what the inspections of one marker or stretch say together |
//! | [`inspection_rule`], [`inspection_due`], [`campaign`] | how often what is inspected, how it stands on a day; inspections of whole lines |
//! | [`map_check`] | whether somebody works with the standard map set |
//! | [`period`] | the periods that reports are for, with their cut-offs |
//! | [`report`] | reports of a unit for a period: kinds, content, the official document |
//! | [`deadline`] | what the words of a deadline say |
//! | [`fulfilment`], [`agency`] | how tasks and works stand on a day; who answers for a dissolved agency |
//! | [`sending_deadline`] | until when reports must be sent |
//! | [`attention`], [`method_approval`], [`warning`] | which segments need attention, and why; who approved the method; warnings of rain and landslides |
//! | [`row`] | what a row of a file means to a layer |
//! | [`words`] | closed sets of words |
//! | [`secret`] | words that must not be printed, compared in constant time |
//! | [`fault`], [`messages`], [`fields`] | what can be wrong with what came in, said in two languages |

pub mod access;
pub mod agency;
pub mod alert;
pub mod alert_target;
pub mod approval_rule;
pub mod attachment;
pub mod attention;
pub mod campaign;
pub mod canonical;
pub mod chain;
pub mod checkpoint;
pub mod collation;
pub mod counterpart;
pub mod cql2;
pub mod crossing;
pub mod crs;
pub mod damage_report;
pub mod deadline;
pub mod draft;
pub mod erasure;
pub mod evidence;
pub mod exchange_file;
pub mod fault;
pub mod fields;
pub mod findings;
pub mod fulfilment;
pub mod hazard;
pub mod import;
pub mod incident;
pub mod inner_address;
pub mod inspection;
pub mod inspection_due;
pub mod inspection_rule;
pub mod line;
pub mod location;
pub mod map_check;
pub mod marker;
pub mod measurement;
pub mod meeting;
pub mod messages;
pub mod method_approval;
pub mod notice;
pub mod number;
pub mod object;
pub mod patrol;
pub mod people;
pub mod period;
pub mod position;
pub mod progress;
pub mod reading;
pub mod receipt;
pub mod record;
pub mod report;
pub mod report_merge;
pub mod report_owed;
pub mod report_part;
pub mod retry;
pub mod revision;
pub mod row;
pub mod secrecy;
pub mod secret;
pub mod sending_deadline;
pub mod signature;
pub mod source;
pub mod standing;
pub mod statement;
pub mod task;
pub mod threshold;
pub mod time;
pub mod track;
pub mod unread;
pub mod urging;
pub mod verdict;
pub mod warning;
pub mod webhook_url;
pub mod words;
pub mod works;

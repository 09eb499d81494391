//! The one way errors reach a client: RFC 9457 problem details with a stable code.
//!
//! Faults of a submission come all at once, each with a JSON pointer. An internal failure tells the client nothing
//! and the log everything.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::domain::fault::{Code, Fault};
use crate::domain::messages::Lang;

#[derive(Debug, Clone)]
pub struct Problem {
    pub status: StatusCode,
    /// What is wrong as a whole.
    pub fault: Fault,
    /// What is wrong in particular.
    pub faults: Vec<Fault>,
    /// Further members for programs, and headers that belong to the status.
    pub extra: Vec<(&'static str, Value)>,
    pub allow: Option<String>,
    /// In how many seconds it may be tried again.
    pub retry_after: Option<u64>,
}

impl Problem {
    pub fn new(status: StatusCode, code: Code) -> Self {
        Self {
            status,
            fault: Fault::new("", code),
            faults: Vec::new(),
            extra: Vec::new(),
            allow: None,
            retry_after: None,
        }
    }

    #[must_use]
    pub fn with(mut self, arg: impl Into<String>) -> Self {
        self.fault = self.fault.with(arg);
        self
    }

    pub fn not_found(code: Code) -> Self {
        Self::new(StatusCode::NOT_FOUND, code)
    }

    /// A faulty parameter: 400, with the parameter's name.
    pub fn parameter(fault: Fault) -> Self {
        let mut problem = Self::new(StatusCode::BAD_REQUEST, fault.code);
        problem.fault.args.clone_from(&fault.args);
        problem.faults.push(fault);
        problem
    }

    /// Faulty parameters: 400, with the name of each.
    pub fn parameters(faults: Vec<Fault>) -> Self {
        let mut problem = Self::new(StatusCode::BAD_REQUEST, Code::BadOptions).with(faults.len().to_string());
        problem.faults = faults;
        problem
    }

    /// A record that is JSON but not sound: 422, with every fault.
    pub fn invalid(faults: Vec<Fault>) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, Code::Invalid).with(faults.len().to_string());
        problem.faults = faults;
        problem
    }

    /// Something failed here. The cause goes to the log, not to the client.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, Code::Internal)
    }

    /// The status in words: the standard's in English, what officers would say in Vietnamese.
    pub fn title(&self, lang: Lang) -> &'static str {
        if lang == Lang::En {
            return self.status.canonical_reason().unwrap_or("Error");
        }
        match self.status.as_u16() {
            400 => "Yêu cầu chưa đúng",
            401 => "Cần đăng nhập",
            403 => "Không có quyền",
            404 => "Không tìm thấy",
            405 => "Không nhận cách gọi này",
            406 => "Không có dạng được yêu cầu",
            408 => "Quá thời gian chờ",
            409 => "Hai bản không khớp",
            410 => "Đã xóa",
            413 => "Nội dung quá lớn",
            414 => "Địa chỉ quá dài",
            415 => "Sai loại nội dung",
            412 => "Không đúng điều kiện đã nêu",
            428 => "Thiếu điều kiện",
            422 => "Bản ghi chưa đúng",
            423 => "Đang bận",
            429 => "Quá nhiều yêu cầu",
            431 => "Tiêu đề quá lớn",
            507 => "Hết chỗ chứa",
            503 => "Cơ sở dữ liệu chưa trả lời",
            _ => "Máy chủ gặp lỗi",
        }
    }

    pub fn detail(&self, lang: Lang) -> String {
        self.fault.detail(lang)
    }

    /// The members of the problem document.
    pub fn json(&self, lang: Lang) -> Value {
        let mut document = json!({
            // RFC 9457: with about:blank the title is the status phrase; what went wrong is in `code`.
            "type": "about:blank",
            "title": self.status.canonical_reason().unwrap_or("Error"),
            "status": self.status.as_u16(),
            "code": if self.fault.code == Code::Foreign { self.fault.stable_code() } else { self.fault.code.as_str() },
            "detail": self.detail(lang),
        });
        if let Some(document) = document.as_object_mut() {
            if !self.faults.is_empty() {
                let faults: Vec<Value> = self.faults.iter().map(|fault| fault_json(fault, lang)).collect();
                document.insert("errors".into(), faults.into());
            }
            for (name, value) in &self.extra {
                document.insert((*name).into(), value.clone());
            }
        }
        document
    }
}

fn fault_json(fault: &Fault, lang: Lang) -> Value {
    json!({ "pointer": fault.pointer, "code": fault.stable_code(), "detail": fault.detail(lang) })
}
